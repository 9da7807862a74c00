"""Reviews that members no longer have to write: their week ended, they can't this week, or they left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from bot.core.reviews.duties import DutyFate, FreedReview
from bot.storage.tables import freed_reviews, paper_logs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.reviews.review import Review

# Built once: building a statement costs as much as running it.
IN_WEEK = (
    select(freed_reviews, paper_logs.c.author_id)
    .join(paper_logs, paper_logs.c.id == freed_reviews.c.log_id)
    .where(freed_reviews.c.week_id == bindparam("week"))
    .order_by(freed_reviews.c.log_id, freed_reviews.c.reviewer_id)
)


async def note_freed(connection: AsyncConnection, review: Review, fate: DutyFate, now: datetime) -> None:
    """Note what happened to the review, in place of any earlier note about it."""
    await forget_freed(connection, review.log_id, review.reviewer_id)
    whose = {"log_id": review.log_id, "reviewer_id": review.reviewer_id, "week_id": review.week_id}
    await connection.execute(insert(freed_reviews).values(**whose, fate=fate, freed_at=now))


async def forget_freed(connection: AsyncConnection, log_id: int, reviewer_id: int) -> None:
    """Note that the member has to write the review again."""
    same = (freed_reviews.c.log_id == log_id, freed_reviews.c.reviewer_id == reviewer_id)
    await connection.execute(delete(freed_reviews).where(*same))


async def was_theirs(connection: AsyncConnection, log_id: int, reviewer_id: int) -> bool:
    """Return whether the member was freed from a review of the log."""
    same = (freed_reviews.c.log_id == log_id, freed_reviews.c.reviewer_id == reviewer_id)
    return await connection.scalar(select(freed_reviews.c.log_id).where(*same)) is not None


async def freed_in_week(connection: AsyncConnection, week_id: int) -> list[FreedReview]:
    rows = await connection.execute(IN_WEEK, {"week": week_id})
    return [FreedReview(row.reviewer_id, row.author_id, row.log_id, DutyFate(row.fate)) for row in rows]
