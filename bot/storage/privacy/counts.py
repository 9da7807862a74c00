"""Counts the rows about a member, for the question that comes before an erasure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from bot.core.reviews.review import ReviewState
from bot.storage.ballots.personal_data import BALLOTS
from bot.storage.calendar_files.personal_data import CALENDAR_FEEDS
from bot.storage.hosts.personal_data import HOST_ANSWERS, SESSION_ROLES, WILLING_HOSTS
from bot.storage.nominations.personal_data import NOMINATIONS, SUPPORTS
from bot.storage.paper_logs.personal_data import LOG_DRAFTS, LOG_VERSIONS, PAPER_LOGS
from bot.storage.presences.personal_data import PRESENCES
from bot.storage.privacy.kept_reviews import count_kept_reviews
from bot.storage.privacy.personal_data import ERASURE_MESSAGES, ERASURES
from bot.storage.privacy.registry import HOLDINGS
from bot.storage.reminders.personal_data import REMINDERS
from bot.storage.reviews.personal_data import REVIEW_DRAFTS, REVIEWS
from bot.storage.schedules.personal_data import PAST_SESSION_HOSTS
from bot.storage.tables import reviews
from bot.storage.takeaways.personal_data import TAKEAWAYS
from bot.storage.weeks.personal_data import ATTENDANCES, SIGN_UPS

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope
    from bot.storage.privacy.holdings import Holding

HOSTING = (WILLING_HOSTS, HOST_ANSWERS, SESSION_ROLES, PAST_SESSION_HOSTS)
CHOOSING = (NOMINATIONS, SUPPORTS, BALLOTS)
WRITTEN = (PAPER_LOGS, LOG_DRAFTS, REVIEW_DRAFTS, REVIEWS, TAKEAWAYS)
NAMED = (*WRITTEN, ATTENDANCES, SIGN_UPS, PRESENCES, REMINDERS, CALENDAR_FEEDS, *HOSTING, *CHOOSING)
# Versions go with their logs, and an erasure under way cannot be erased.
UNCOUNTED = (LOG_VERSIONS, ERASURES, ERASURE_MESSAGES)
OTHERS = tuple(holding for holding in HOLDINGS if holding not in NAMED + UNCOUNTED)


@dataclass(frozen=True, slots=True)
class HeldCounts:
    """`reviews` are written, also those that an erasure under way leaves without a name. `duties` are reviews that the
    member has to write, `answers` what they pressed under weekly posts and new clubs' announcements, and `reminders`
    the servers where they asked for some, `hosting` where they are willing to host, stand with a session, have a role,
    or led one before the club moved here. `choosing` is what they nominated, support and vote for, `presences` the
    meetings they were at, and `feeds` their addresses of clubs' calendars. `others` are rows that only name them.
    """

    logs: int = 0
    drafts: int = 0
    reviews: int = 0
    duties: int = 0
    answers: int = 0
    takeaways: int = 0
    reminders: int = 0
    hosting: int = 0
    choosing: int = 0
    presences: int = 0
    feeds: int = 0
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
        reminders=await count(REMINDERS),
        hosting=sum([await count(holding) for holding in HOSTING]),
        choosing=sum([await count(holding) for holding in CHOOSING]),
        presences=await count(PRESENCES),
        feeds=await count(CALENDAR_FEEDS),
        others=sum([await count(holding) for holding in OTHERS]),
    )
