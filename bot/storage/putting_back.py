"""Making a database that was put back fit for use: once, before a bot starts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text, union_all

from bot.core.restores import Restore, first_id_after, restored
from bot.storage import outbox as outbox_rows
from bot.storage.database import Database
from bot.storage.restores import add_restore
from bot.storage.tables import (
    attendances,
    clubs,
    log_drafts,
    log_versions,
    outbox,
    paper_logs,
    polls,
    review_drafts,
    reviews,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

# Their ids stand in buttons, forms and markers.
NUMBERED = (clubs, paper_logs, polls, log_drafts, reviews, review_drafts)
HAPPENED = (
    outbox.c.created_at,
    outbox.c.first_sent_at,
    outbox.c.done_at,
    attendances.c.answered_at,
    log_versions.c.written_at,
    log_drafts.c.written_at,
    reviews.c.assigned_at,
    reviews.c.written_at,
    clubs.c.created_at,
)


async def note_restore_in(url: str, now: datetime) -> Restore:
    """The same in a database that nobody has open, whose tables are brought up to date before. Raises DatabaseError."""
    database = Database(url)
    try:
        await database.open()
        await database.require_alone("the database")
        async with database.writing() as connection:
            return await note_restore(connection, now)
    finally:
        await database.close()


async def note_restore(connection: AsyncConnection, now: datetime) -> Restore:
    """To be done once in a database that was put back, before a bot uses it."""
    # What has a time to come was stored by a clock that was wrong, and says nothing of how old the backup is.
    newest = union_all(*(select(func.max(column).label("at")).where(column <= now) for column in HAPPENED)).subquery()
    largest = union_all(*(select(func.max(table.c.id).label("id")) for table in NUMBERED)).subquery()
    backup_at = await connection.scalar(select(func.max(newest.c.at))) or now
    restore = Restore(backup_at, now, first_id_after(await connection.scalar(select(func.max(largest.c.id))) or 0))
    await add_restore(connection, restore)
    await _put_in_doubt(connection)
    await _start_numbers_at(connection, restore.first_id)
    return restore


async def _put_in_doubt(connection: AsyncConnection) -> None:
    withdrawn = set(await connection.scalars(select(paper_logs.c.id).where(paper_logs.c.state == "withdrawn")))
    for entry, created_at in await outbox_rows.unfinished_entries(connection):
        await outbox_rows.save_entry(connection, restored(entry, created_at, withdrawn))


async def _start_numbers_at(connection: AsyncConnection, first_id: int) -> None:
    """For tables whose database counts by itself; the others are seen to by `fresh_id`."""
    for table in NUMBERED:
        if connection.dialect.name == "postgresql":
            sequence = func.pg_get_serial_sequence(table.name, "id")
            await connection.execute(select(func.setval(sequence, first_id, False)))
        elif table.dialect_options["sqlite"]["autoincrement"]:
            await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            row = {"name": table.name, "last": first_id - 1}
            await connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), row)
