"""What a database holds, in numbers: never anybody's text."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bot.core.outbox import EntryState
from bot.storage.database import Database
from bot.storage.errors import DatabaseError
from bot.storage.file_checks import read_only
from bot.storage.outbox_figures import OutboxFigures, outbox_figures
from bot.storage.tables import metadata, outbox

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Contents:
    """The version of the tables, the rows of each, and of the outbox those in each state."""

    revision: str
    rows: dict[str, int]
    states: dict[str, int]
    figures: OutboxFigures


async def contents_of(url: str, now: datetime) -> Contents:
    """Read by a second program beside the bot, which may go on writing. Raises DatabaseError."""
    database = Database(url)
    try:
        async with database.reading() as connection:
            return await _read(connection, now)
    except (DBAPIError, OSError) as error:
        raise DatabaseError(f"The database cannot be read: {getattr(error, 'orig', error)}.") from error
    finally:
        await database.close()


async def _read(connection: AsyncConnection, now: datetime) -> Contents:
    revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    rows = {
        name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
        for name, table in sorted(metadata.tables.items())
    }
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    found = {row.state: row[1] for row in await connection.execute(query)}
    states = {str(state): found.get(state, 0) for state in EntryState}
    return Contents(str(revision), rows, states, await outbox_figures(connection, now))


def broken_references(file: Path) -> int:
    """How many rows of an SQLite file name a row that is not there."""
    with closing(read_only(file)) as connection:
        return len(connection.execute("PRAGMA foreign_key_check").fetchall())
