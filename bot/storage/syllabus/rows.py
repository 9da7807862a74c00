"""A club's queue of papers, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

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


async def take_from_queue(connection: AsyncConnection, club_id: int, keys: Sequence[str]) -> None:
    """Remove papers from the queue. The others keep their order."""
    if keys:
        taken = syllabus_entries.c.club_id == club_id, syllabus_entries.c.paper_key.in_(keys)
        await connection.execute(delete(syllabus_entries).where(*taken))


async def replace_queue(connection: AsyncConnection, club_id: int, keys: Sequence[str]) -> None:
    """Store the whole queue anew: it is short, and its order is a single fact. Raises IntegrityError for duplicates."""
    await connection.execute(delete(syllabus_entries).where(syllabus_entries.c.club_id == club_id))
    if keys:
        rows = [{"club_id": club_id, "paper_key": key, "position": index} for index, key in enumerate(keys)]
        await connection.execute(insert(syllabus_entries), rows)
