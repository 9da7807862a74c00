"""All SQL: tables, migrations and queries, and the loader of the catalog."""
