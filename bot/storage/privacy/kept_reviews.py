"""Reviews that a member leaves without their name. Until the erasure is over, they may ask to have them deleted too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select, update

from bot.core.privacy.member_data import kept_in
from bot.core.reviews.review import ReviewState
from bot.storage.privacy.holdings import in_weeks
from bot.storage.privacy.tables import erasures
from bot.storage.tables import reviews

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope


async def keep_reviews(connection: AsyncConnection, review_ids: Collection[int], erasure_id: int) -> None:
    """Note whose erasure left these reviews, as far as they are written."""
    written = (reviews.c.id.in_(review_ids), reviews.c.state == ReviewState.WRITTEN)
    await connection.execute(update(reviews).where(*written).values(reviewer_id=kept_in(erasure_id)))


async def take_kept_reviews(connection: AsyncConnection, scope: MemberScope) -> None:
    """Give the member back what they left, to be erased like their other reviews."""
    newer = reviews.alias()
    is_reviewed_anew = exists().where(newer.c.log_id == reviews.c.log_id, newer.c.reviewer_id == scope.user_id)
    which = (await _kept(connection, scope), ~is_reviewed_anew)
    await connection.execute(update(reviews).where(*which).values(reviewer_id=scope.user_id))


async def count_kept_reviews(connection: AsyncConnection, scope: MemberScope) -> int:
    query = select(func.count()).select_from(reviews).where(await _kept(connection, scope))
    return (await connection.execute(query)).scalar_one()


async def forget_who_kept(connection: AsyncConnection, erasure_id: int) -> None:
    """The erasure is over: nothing tells any more whose reviews these were."""
    kept = reviews.c.reviewer_id == kept_in(erasure_id)
    await connection.execute(update(reviews).where(kept).values(reviewer_id=-reviews.c.id))


async def _kept(connection: AsyncConnection, scope: MemberScope) -> ColumnElement[bool]:
    under_way = await connection.scalars(select(erasures.c.id).where(erasures.c.user_id == scope.user_id))
    return reviews.c.reviewer_id.in_([kept_in(erasure_id) for erasure_id in under_way]) & in_weeks(
        reviews.c.week_id, scope
    )
