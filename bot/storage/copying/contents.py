"""What a database contains, in numbers. It never shows anybody's text."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError

from bot.core.errors import DatabaseAwayError
from bot.core.outbox.entry import EntryState
from bot.storage.backups.file_checks import known_revisions, read_only
from bot.storage.database import Database
from bot.storage.errors import DatabaseError, NoTablesError
from bot.storage.outbox.figures import OutboxFigures, outbox_figures
from bot.storage.row_checks import find_unreadable
from bot.storage.tables import metadata, outbox

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection


NO_TABLES = "The database has no Paper Club tables yet. The bot creates them when it starts."


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many messages are in each state, and figures about the undelivered ones."""

    states: dict[str, int]
    figures: OutboxFigures


@dataclass(frozen=True, slots=True)
class Contents:
    """The version of the tables and the rows of each. `outbox` is None for another version, whose outbox may differ.

    `unreadable` names the rows that this program cannot read.
    """

    revision: str
    rows: dict[str, int]
    outbox: Outbox | None
    unreadable: tuple[str, ...] = ()


async def contents_of(url: str, now: datetime) -> Contents:
    """Read a database while the bot may be writing to it.

    Raises DatabaseError if it cannot be read, NoTablesError if it has none of our tables.
    """
    database = Database(url)
    try:
        async with database.read_transaction() as connection:
            return await _read(connection, now)
    except DatabaseAwayError as error:
        raise database.explained(error) from error
    except (DBAPIError, OSError) as error:
        raise DatabaseError(f"The database cannot be read: {getattr(error, 'orig', error)}.") from error
    finally:
        await database.close()


async def _read(connection: AsyncConnection, now: datetime) -> Contents:
    revision, present = await connection.run_sync(_tables)
    if revision is None:
        raise NoTablesError(NO_TABLES)
    rows = {
        name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
        for name, table in sorted(metadata.tables.items())
        if name in present
    }
    if revision != known_revisions()[-1]:
        return Contents(revision, rows, None)
    return Contents(revision, rows, await _outbox(connection, now), tuple((await find_unreadable(connection)).named))


def _tables(connection: Connection) -> tuple[str | None, set[str]]:
    return MigrationContext.configure(connection).get_current_revision(), set(inspect(connection).get_table_names())


async def _outbox(connection: AsyncConnection, now: datetime) -> Outbox:
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    found = {row.state: row[1] for row in await connection.execute(query)}
    return Outbox({str(state): found.get(state, 0) for state in EntryState}, await outbox_figures(connection, now))


def broken_references(file: Path) -> int:
    """Return how many rows of an SQLite file refer to a missing row."""
    with closing(read_only(file)) as connection:
        return len(connection.execute("PRAGMA foreign_key_check").fetchall())
