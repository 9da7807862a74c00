"""Alembic without its command line: the bot brings its own database up to date when it starts."""

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
    "The database was made by a newer Paper Club (its tables are of version {found}; this program knows versions up to "
    "{known}), and an older one would spoil it. Start the newer program again; or, to go back for good, restore the "
    "backup that was made before the change."
)
INCOMPLETE = (
    "The database says that it has Paper Club's tables, and {missing} is missing, so it cannot be used. Nothing in it "
    "was changed. Put a backup in its place: python -m bot restore BACKUP_FILE."
)


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, with the connection that its `env.py` is to use."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade_to_head(connection: Connection) -> None:
    """Run every migration that the database has not seen, inside the connection's own transaction.

    Raises DatabaseError for the tables of a newer program, and where some are missing.
    """
    config = alembic_config(connection)
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - known
    if unknown:
        raise DatabaseError(NEWER.format(found=", ".join(sorted(unknown)), known=scripts.get_current_head()))
    command.upgrade(config, "head")
    if missing := _missing(connection):
        raise IncompleteError(INCOMPLETE.format(missing=missing))


def _missing(connection: Connection) -> str:
    """The first table or column that is not there; nothing where all are. Something else may have made the others."""
    inspector = inspect(connection)
    columns = {name: {column["name"] for column in found} for (_, name), found in inspector.get_multi_columns().items()}
    for table in metadata.sorted_tables:
        if table.name not in columns:
            return f"the table {table.name}"
        if lacking := [column.name for column in table.c if column.name not in columns[table.name]]:
            return f"the column {lacking[0]} of the table {table.name}"
    return ""
