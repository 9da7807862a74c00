"""The reviews that a member still has to write in a club."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.services.weeks.assignments import assignments_of
from bot.storage.weeks.rows import weeks_in_review

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.review import Review
    from bot.storage.database import Database


class OwedReview(NamedTuple):
    review: Review
    log: PaperLog


async def owed_reviews(database: Database, user_id: int, club: Club, now: datetime) -> list[OwedReview]:
    """Oldest first. A review that the member took up long ago and never began is not among them."""
    async with database.read_transaction() as connection:
        weeks = [await assignments_of(connection, week, now) for week in await weeks_in_review(connection, [club.id])]
    return [
        OwedReview(review, week.logs[review.author_id])
        for week in weeks
        for review in week.reviews.values()
        if review.reviewer_id == user_id and not review.is_written
    ]
