"""Alembic's entry point: migrates on the connection it is given, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

# SQLite cannot alter a constraint in place. Batch mode copies the table instead.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
