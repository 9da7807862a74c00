"""Use cases of the catalogue file. They need no database."""
