"""Pages of the reviews that a member wrote and received, and revisions that reviewers do not know about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from bot.core.paper_logs.paper_log import LogState
from bot.core.reviews.review import Review, ReviewCounts, ReviewState
from bot.storage.reviews.rows import found_reviews, review_columns
from bot.storage.tables import clubs, paper_logs, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class ReviewScope:
    """What a member wrote in a server, and received there in clubs and channels that they may see."""

    user_id: int
    server_id: int
    club_ids: Collection[int]
    hidden_channels: Collection[int]


async def reviews_with(connection: AsyncConnection, scope: ReviewScope, first: int, count: int) -> list[Review]:
    """Return reviews that the member wrote or received, newest first, starting with number `first`."""
    query = review_columns().where(_among(scope)).order_by(None)
    newest_first = query.order_by(reviews.c.written_at.desc(), reviews.c.token)
    return await found_reviews(connection, newest_first.limit(count).offset(first))


async def review_counts(connection: AsyncConnection, scope: ReviewScope) -> ReviewCounts:
    is_writer = reviews.c.reviewer_id == scope.user_id
    query = (
        select(
            func.count(case((is_writer, 1))),
            func.count(case((and_(is_writer, reviews.c.is_helpful), 1))),
            func.count(case((reviews.c.reviewer_id != scope.user_id, 1))),
        )
        .join(weeks, weeks.c.id == reviews.c.week_id)
        .join(clubs, clubs.c.id == weeks.c.club_id)
        .where(_among(scope))
    )
    return ReviewCounts(*(await connection.execute(query)).one())


async def review_at(connection: AsyncConnection, message_id: int) -> Review | None:
    """Return the review that a message shows."""
    found = await found_reviews(connection, review_columns().where(reviews.c.message_id == message_id))
    return found[0] if found else None


async def untold_revisions(connection: AsyncConnection, user_id: int, server_id: int) -> list[Review]:
    """Return the member's anonymous reviews of logs that were revised without their knowledge, oldest first."""
    return await found_reviews(connection, _untold(), {"user": user_id, "server": server_id})


@cache
def _untold() -> Select[Any]:
    """Select for every answer of the bot, so it is built once."""
    changed = and_(paper_logs.c.version > reviews.c.log_version, paper_logs.c.state == LogState.KEPT)
    secret = or_(reviews.c.is_anonymous, clubs.c.anonymous)
    mine = (reviews.c.reviewer_id == bindparam("user"), clubs.c.server_id == bindparam("server"))
    untold = (reviews.c.state == ReviewState.WRITTEN, ~reviews.c.is_revision_told)
    return review_columns().where(*mine, *untold, changed, secret)


async def set_revision_told(connection: AsyncConnection, review_id: int, *, is_told: bool) -> bool:
    """Set whether the reviewer was told. Returns whether that is new: of two calls at once, only one tells them."""
    other = and_(reviews.c.id == review_id, reviews.c.is_revision_told != is_told)
    return (await connection.execute(update(reviews).where(other).values(is_revision_told=is_told))).rowcount == 1


def _among(scope: ReviewScope) -> ColumnElement[bool]:
    logs = select(paper_logs.c.id).where(paper_logs.c.author_id == scope.user_id)
    received = and_(reviews.c.log_id.in_(logs), weeks.c.club_id.in_(scope.club_ids))
    if scope.hidden_channels:
        in_sight = or_(weeks.c.channel_id.is_(None), weeks.c.channel_id.not_in(scope.hidden_channels))
        received = and_(received, in_sight)
    return and_(
        reviews.c.state == ReviewState.WRITTEN,
        clubs.c.server_id == scope.server_id,
        or_(reviews.c.reviewer_id == scope.user_id, received),
    )
