"""What a database holds, in numbers: never anybody's text."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError

from bot.core.outbox import EntryState
from bot.storage.database import Database
from bot.storage.errors import DatabaseAwayError, DatabaseError, NoTablesError
from bot.storage.file_checks import known_revisions, read_only
from bot.storage.outbox_figures import OutboxFigures, outbox_figures
from bot.storage.row_checks import find_unreadable
from bot.storage.tables import metadata, outbox

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection


NO_TABLES = "The database holds no tables of Paper Club's yet: the bot makes them when it starts."


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many messages are in each state, and how those stand that are not delivered yet."""

    states: dict[str, int]
    figures: OutboxFigures


@dataclass(frozen=True, slots=True)
class Contents:
    """The version of the tables and the rows of each. The outbox of another version may look otherwise: None then.

    `unreadable` names the rows that this program cannot read.
    """

    revision: str
    rows: dict[str, int]
    outbox: Outbox | None
    unreadable: tuple[str, ...] = ()


async def contents_of(url: str, now: datetime) -> Contents:
    """Read by a second program beside the bot, which may go on writing.

    Raises DatabaseError where it cannot be read, NoTablesError where there is nothing of ours in it.
    """
    database = Database(url)
    try:
        async with database.reading() as connection:
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
    """How many rows of an SQLite file name a row that is not there."""
    with closing(read_only(file)) as connection:
        return len(connection.execute("PRAGMA foreign_key_check").fetchall())
