"""How much the tables hold of a member, as they are asked what to erase."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from bot.core.reviews.review import ReviewState
from bot.storage.members.personal_data import LEAVERS
from bot.storage.outbox.personal_data import OUTBOX
from bot.storage.paper_logs.personal_data import LOG_DRAFTS, PAPER_LOGS
from bot.storage.privacy.kept_reviews import count_kept_reviews
from bot.storage.reviews.personal_data import FREED_REVIEWS, REVIEW_DRAFTS, REVIEWS
from bot.storage.tables import reviews
from bot.storage.takeaways.personal_data import TAKEAWAYS
from bot.storage.weeks.personal_data import ATTENDANCES, SIGN_UPS

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope
    from bot.storage.privacy.holdings import Holding


@dataclass(frozen=True, slots=True)
class HeldCounts:
    """`reviews` are written, also those that an erasure under way leaves without a name. `duties` are reviews that the
    member has to write, `answers` what they pressed under weekly posts and a new club's
    announcement. `others` are rows that only name them.
    """

    logs: int = 0
    drafts: int = 0
    reviews: int = 0
    duties: int = 0
    answers: int = 0
    takeaways: int = 0
    others: int = 0

    @property
    def are_all_zero(self) -> bool:
        return not any(getattr(self, count.name) for count in fields(self))


async def counts_of(connection: AsyncConnection, scope: MemberScope) -> HeldCounts:
    async def count(holding: Holding, *narrower: ColumnElement[bool]) -> int:
        return await holding.count(connection, scope, *narrower)

    written = await count(REVIEWS, reviews.c.state == ReviewState.WRITTEN)
    return HeldCounts(
        logs=await count(PAPER_LOGS),
        drafts=await count(LOG_DRAFTS) + await count(REVIEW_DRAFTS),
        reviews=written + await count_kept_reviews(connection, scope),
        duties=await count(REVIEWS, reviews.c.state == ReviewState.OPEN),
        answers=await count(ATTENDANCES) + await count(SIGN_UPS),
        takeaways=await count(TAKEAWAYS),
        others=await count(FREED_REVIEWS) + await count(LEAVERS) + await count(OUTBOX),
    )
