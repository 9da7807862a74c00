"""What happened in a club's earlier weeks, for its digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.core.paper_logs.paper_log import LogState
from bot.core.reviews.review import ReviewState
from bot.core.weeks.milestones import PastLog, PastReview, PastWeeks
from bot.storage.tables import paper_logs, reviews, weeks

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.weeks.week import Week


async def past_weeks(connection: AsyncConnection, week: Week) -> PastWeeks:
    """Return the club's weeks up to this one, without those in a channel that its readers may not be able to view."""
    those = (
        weeks.c.club_id == week.club_id,
        weeks.c.number <= (week.number or 0),
        weeks.c.channel_id == week.channel_id,
        weeks.c.paper_key.is_not(None),
    )
    kept = paper_logs.c.state == LogState.KEPT
    papers = await connection.execute(select(weeks.c.number, weeks.c.paper_key).where(*those))
    logs = select(weeks.c.number, paper_logs.c.author_id).join(paper_logs, paper_logs.c.week_id == weeks.c.id)
    written = (
        select(weeks.c.number, reviews.c.reviewer_id, reviews.c.is_anonymous)
        .join(reviews, reviews.c.week_id == weeks.c.id)
        .join(paper_logs, paper_logs.c.id == reviews.c.log_id)
        .where(reviews.c.state == ReviewState.WRITTEN)
    )
    found_logs = await connection.execute(logs.where(*those, kept).order_by(paper_logs.c.id))
    found_reviews = await connection.execute(written.where(*those, kept).order_by(reviews.c.written_at, reviews.c.id))
    return PastWeeks(
        {row.number: row.paper_key for row in papers},
        [PastLog(row.number, row.author_id) for row in found_logs],
        [PastReview(row.number, row.reviewer_id, row.is_anonymous) for row in found_reviews],
    )
