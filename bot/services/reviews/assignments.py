"""Who may write a review of a log, and when. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.errors import (
    ClubError,
    MemberId,
    NotNowError,
    NotYoursError,
    UnknownLogError,
)
from bot.core.outbox.entry import EntryState
from bot.core.privacy.member_data import is_erased
from bot.core.reviews.pairs import Pair
from bot.core.reviews.pool import next_review
from bot.core.reviews.review import Origin, review_to_come
from bot.core.weeks.week import REVIEWABLE
from bot.services.clubs.refusals import ClubClosedError
from bot.services.outbox.entries import review_key
from bot.services.reviews.secrets import hidden_order, is_secret
from bot.services.visibility import seen_log
from bot.services.weeks.assignments import assignments_of, is_released
from bot.storage.clubs import rows as club_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.reviews import freed as freed_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.review import Review
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


@dataclass(eq=False)
class OwnLogError(ClubError):
    """Members do not review their own log."""


@dataclass(eq=False)
class LogNeedsNoReviewError(NotNowError):
    """The log's author has withdrawn it."""


@dataclass(eq=False)
class LogOutsideWeeksError(NotNowError):
    """The log belongs to no week, so it gets no reviews."""


@dataclass(eq=False)
class ReviewedAlreadyError(NotNowError):
    """The member has already reviewed this log."""


@dataclass(eq=False)
class LogsStillOpenError(NotNowError):
    """The week's logs are still open. Reviewers are named when they close."""


@dataclass(eq=False)
class OwnReviewFirstError(NotYoursError):
    """The member must first review `author`'s log. The other log is for `reviewers`, who are named if not secret."""

    author: MemberId
    is_for_others: bool
    reviewers: tuple[MemberId, ...] = ()


class OfferReason(StrEnum):
    """Why a member is offered a log: they owe the review, it was theirs and is free now, or it is one more."""

    OWED = "owed"
    FREED = "freed"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class OfferedLog:
    """What `/review next` opens. `review` is the member's review of the log, or would be if they took it."""

    log: PaperLog
    review: Review
    reason: OfferReason


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A log of a club's week."""

    club: Club
    week: Week
    log: PaperLog


async def reviewable(connection: AsyncConnection, viewer: Viewer, log_id: int) -> Reviewable:
    """A log that the member may review. Raises ClubError."""
    log = await seen_log(connection, viewer, log_id)
    if log is None or log.club_id is None or log.server_id != viewer.server_id:
        raise UnknownLogError
    if log.author_id == viewer.user_id:
        raise OwnLogError
    if log.is_withdrawn:
        raise LogNeedsNoReviewError
    club = await club_rows.club_by_id(connection, log.club_id)
    week = await week_rows.week_by_id(connection, log.week_id) if log.week_id else None
    if club is None or club.state is ClubState.CLOSED:
        raise ClubClosedError
    if week is None:
        raise LogOutsideWeeksError
    return Reviewable(club, week, log)


async def claimed(connection: AsyncConnection, target: Reviewable, user_id: int, now: datetime) -> Review:
    """The member's review of the log, which starts now: an existing one, or a new one.

    Members do their own reviews first; after that they may review any log. Raises NotYoursError, NotNowError. A review
    that Discord refused to show may be rewritten.
    """
    week, log = target.week, target.log
    mine = await review_rows.review_of(connection, log.id, user_id)
    if mine and mine.is_written and not await is_refused(connection, target.club, mine):
        raise ReviewedAlreadyError
    if mine:
        return await _renewed(connection, mine, now)
    if week.state not in REVIEWABLE:
        raise LogsStillOpenError
    # A member who was freed of it may have had its form open all the time.
    if not is_released(week, now) and not await freed_rows.was_theirs(connection, log.id, user_id):
        await _require_own_done(connection, target, user_id)
    await leaver_rows.forget_leavers(connection, target.club.server_id, [user_id])
    return await _taken(connection, week, log.id, user_id, now)


async def is_refused(connection: AsyncConnection, club: Club, review: Review) -> bool:
    """Whether the review is written but Discord refuses its message."""
    entry = await outbox_rows.entry_by_key(connection, review_key(club, review))
    return entry is not None and entry.state is EntryState.BLOCKED


async def next_in(
    connection: AsyncConnection,
    weeks: Sequence[Week],
    user_id: int,
    now: datetime,
    *,
    offered: Collection[int] = (),
) -> OfferedLog | None:
    """The member's next log in weeks (oldest first) that are in review: one they owe, or one of the pool.

    Looking changes nothing: a review of a log of the pool starts when they open the form. `offered` are logs that
    others were offered just now.
    """
    states = [(week, await assignments_of(connection, week, now)) for week in weeks]
    parts = [assignments.account.of(user_id) for _, assignments in states]
    owes = any(part.to_write or part.taken_on for part in parts)
    for (week, assignments), part in zip(states, parts, strict=True):
        if owes and not (part.to_write or part.taken_on):
            continue
        club = await club_rows.club_by_id(connection, week.club_id)
        secret = await hidden_order(connection, club, week, assignments.reviews.values()) if club else ""
        freed = {one.author for one in part.free}
        pool = [replace(log, is_offered=assignments.logs[log.author].id in offered) for log in assignments.pool]
        author = next_review(user_id, assignments.duties, pool, (), freed=freed, secret=secret)
        if author is not None:
            log = assignments.logs[author]
            mine = assignments.reviews.get(Pair(user_id, author)) or review_to_come(log, user_id, week, now)
            unasked = OfferReason.FREED if author in freed else OfferReason.MORE
            return OfferedLog(log, mine, OfferReason.OWED if mine.origin is Origin.GIVEN else unasked)
    return None


async def _require_own_done(connection: AsyncConnection, target: Reviewable, user_id: int) -> None:
    """Until the end comes near, members do their own reviews first. Raises NotYoursError."""
    of_week = await review_rows.reviews_of_week(connection, target.week.id)
    owed = [review for review in of_week if not review.is_written and review.origin is Origin.GIVEN]
    own = [review for review in owed if review.reviewer_id == user_id]
    if not own:
        return
    others = [review.reviewer_id for review in owed if review.log_id == target.log.id]
    waiting = tuple(MemberId(reviewer) for reviewer in others if not is_erased(reviewer))
    shown = () if is_secret(target.club, of_week) else waiting
    raise OwnReviewFirstError(MemberId(own[0].author_id), bool(waiting), shown)


async def _renewed(connection: AsyncConnection, mine: Review, now: datetime) -> Review:
    """A member who returns to a review they took gets time for it again."""
    if mine.origin is Origin.TAKEN and not mine.is_written:
        await review_rows.change_review(connection, mine.id, assigned_at=now)
    return mine


async def _taken(connection: AsyncConnection, week: Week, log_id: int, user_id: int, now: datetime) -> Review:
    await review_rows.add_review(connection, log_id, user_id, week_id=week.id, origin=Origin.TAKEN, now=now)
    review = await review_rows.review_of(connection, log_id, user_id)
    if review is None:
        raise UnknownLogError
    return review
