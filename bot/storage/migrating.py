"""Runs Alembic without its command line: the bot updates its own database when it starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.storage.errors import DatabaseError, IncompleteError
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).with_name("migrations")
NEWER = (
    "The database was made by a newer Paper Club (table version {found}; this program supports up to {known}). An "
    "older program would damage it. Start the newer program again. Or, to go back for good, restore a backup from "
    "before the change."
)
INCOMPLETE = (
    "The database claims to have Paper Club's tables, but {missing} is missing, so it cannot be used. Nothing in it "
    "was changed. Restore a backup: python -m bot restore BACKUP_FILE."
)


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's settings, with the connection that its `env.py` uses."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade_to_head(connection: Connection) -> None:
    """Run every migration that the database has not seen, inside the connection's own transaction.

    Raises DatabaseError if the tables belong to a newer program, or if some are missing.
    """
    config = alembic_config(connection)
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if unknown := found - known:
        raise DatabaseError(NEWER.format(found=", ".join(sorted(unknown)), known=scripts.get_current_head()))
    # Nearly every start finds nothing to do, and Alembic takes a while to find that out.
    if found != {scripts.get_current_head()}:
        command.upgrade(config, "head")
    if missing := _missing(connection):
        raise IncompleteError(INCOMPLETE.format(missing=missing))


def _missing(connection: Connection) -> str:
    """Return the first missing table or column; empty if all exist. Another program may have made the others."""
    inspector = inspect(connection)
    columns = {name: {column["name"] for column in found} for (_, name), found in inspector.get_multi_columns().items()}
    for table in metadata.sorted_tables:
        if table.name not in columns:
            return f"the table {table.name}"
        if lacking := [column.name for column in table.c if column.name not in columns[table.name]]:
            return f"the column {lacking[0]} of the table {table.name}"
    return ""
