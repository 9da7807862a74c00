"""Prepares a restored database, once, before a bot starts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text, union_all

from bot.core.outbox.restores import Restore, first_id_after, restored
from bot.storage.backups.restores import add_restore
from bot.storage.catalog.tables import paper_suggestions, server_papers
from bot.storage.database import Database
from bot.storage.outbox import rows as outbox_rows
from bot.storage.privacy.erased_list import carry_over
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
from bot.storage.weeks.tables import sign_ups

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.erased_list import ErasedList

# Buttons, forms and markers contain the ids of these.
NUMBERED = (clubs, paper_logs, polls, log_drafts, reviews, review_drafts, paper_suggestions)
HAPPENED = (
    outbox.c.created_at,
    outbox.c.first_sent_at,
    outbox.c.done_at,
    attendances.c.answered_at,
    sign_ups.c.answered_at,
    log_versions.c.written_at,
    log_drafts.c.written_at,
    reviews.c.assigned_at,
    reviews.c.written_at,
    clubs.c.created_at,
    server_papers.c.added_at,
    paper_suggestions.c.suggested_at,
)


async def note_restore_in(url: str, now: datetime, erased: Sequence[ErasedList] = ()) -> tuple[Restore, int]:
    """Note a restore in a database that no process has open, after updating its tables.

    `erased` are lists of erased members. Returns also how many of these erasures the next start repeats. Raises
    DatabaseError.
    """
    database = Database(url)
    try:
        await database.open()
        await database.require_alone("the database")
        async with database.write_transaction() as connection:
            again = [await carry_over(connection, known) for known in erased]
            return await note_restore(connection, now), sum(again)
    finally:
        await database.close()


async def note_restore(connection: AsyncConnection, now: datetime) -> Restore:
    """Note that the database was restored. Do this once, before a bot uses it."""
    # A time in the future was stored while the clock was wrong, and does not show how old the backup is.
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
    """Set the next id of each table."""
    for table in NUMBERED:
        if connection.dialect.name == "postgresql":
            sequence = func.pg_get_serial_sequence(table.name, "id")
            await connection.execute(select(func.setval(sequence, first_id, False)))
        else:
            await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            row = {"name": table.name, "last": first_id - 1}
            await connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), row)
