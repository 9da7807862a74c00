"""A club's queue of papers, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from bot.storage.tables import syllabus_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection


QUEUE = (
    select(syllabus_entries.c.paper_key)
    .where(syllabus_entries.c.club_id == bindparam("club"))
    .order_by(syllabus_entries.c.position)
)


async def queue_of(connection: AsyncConnection, club_id: int) -> list[str]:
    """Return the keys of the papers to come, next one first."""
    return list(await connection.scalars(QUEUE, {"club": club_id}))


async def periods_of(connection: AsyncConnection, club_id: int) -> dict[str, int]:
    """Return how many slots each queued paper takes."""
    query = select(syllabus_entries.c.paper_key, syllabus_entries.c.periods)
    rows = await connection.execute(query.where(syllabus_entries.c.club_id == club_id))
    return {row.paper_key: row.periods for row in rows}


async def set_periods(connection: AsyncConnection, club_id: int, paper_key: str, periods: int) -> None:
    """Store how many slots a queued paper takes."""
    entry = (syllabus_entries.c.club_id == club_id, syllabus_entries.c.paper_key == paper_key)
    await connection.execute(update(syllabus_entries).where(*entry).values(periods=periods))


async def take_from_queue(connection: AsyncConnection, club_id: int, keys: Sequence[str]) -> None:
    """Remove papers from the queue. The others keep their order."""
    if keys:
        taken = syllabus_entries.c.club_id == club_id, syllabus_entries.c.paper_key.in_(keys)
        await connection.execute(delete(syllabus_entries).where(*taken))


async def replace_queue(connection: AsyncConnection, club_id: int, keys: Sequence[str]) -> None:
    """Store the whole queue anew: it is short, and its order is a single fact. Raises IntegrityError for duplicates.

    A paper that stays takes as many slots as before.
    """
    periods = await periods_of(connection, club_id)
    await connection.execute(delete(syllabus_entries).where(syllabus_entries.c.club_id == club_id))
    if keys:
        rows = [
            {"club_id": club_id, "paper_key": key, "position": index, "periods": periods.get(key, 1)}
            for index, key in enumerate(keys)
        ]
        await connection.execute(insert(syllabus_entries), rows)
