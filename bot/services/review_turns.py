"""Whose turn it is to review a log. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NoSuchClubError, NoSuchLogError, NotNowError, NotYoursError
from bot.core.outbox import EntryState
from bot.core.review_pairs import Pair
from bot.core.review_pool import next_review
from bot.core.weeks import WeekState
from bot.services.entries import review_key
from bot.services.log_places import CLUB_CLOSED
from bot.services.log_writing import NO_SUCH_LOG
from bot.services.review_secrets import hidden_order, is_secret
from bot.services.sight import seen_log
from bot.services.week_turns import is_released, turns_of
from bot.storage import clubs as club_rows
from bot.storage import freed_reviews as freed_rows
from bot.storage import leavers as leaver_rows
from bot.storage import outbox as outbox_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.reviews import Origin, turn_to_come

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog
    from bot.storage.reviews import Review

OWN_LOG = "That is your own log: others review it. `/review next` gives you one of theirs."
DONE = "You have reviewed that log already. `/review next` gives you another; `/review mine` corrects what you wrote."
WITHDRAWN = "Its author has withdrawn that log, so it needs no review. `/review next` gives you another."
OUTSIDE = "That log is on a paper outside the club's weeks, where no reviews are given out. Answer it in the thread."
LOGS_OPEN = "Logs of that week are still open. Reviewers are named when they close; the thread says whose turn it is."


class Call(StrEnum):
    """Why a member is offered a log: they owe the review, it was theirs and is free now, or it is one more."""

    OWED = "owed"
    FREED = "freed"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Offer:
    """What `/review next` opens. `review` is the member's turn on the log, or would be if they took it up."""

    log: PaperLog
    review: Review
    call: Call


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A log of a club's week."""

    club: Club
    week: Week
    log: PaperLog


async def reviewable(connection: AsyncConnection, viewer: Viewer, log_id: int) -> Reviewable:
    """A log that the member may review at all. Raises ClubError."""
    log = await seen_log(connection, viewer, log_id)
    if log is None or log.club_id is None or log.server_id != viewer.server_id:
        raise NoSuchLogError(NO_SUCH_LOG)
    if log.author_id == viewer.user_id:
        raise ClubError(OWN_LOG)
    if log.is_withdrawn:
        raise NotNowError(WITHDRAWN)
    club = await club_rows.club_by_id(connection, log.club_id)
    week = await week_rows.week_by_id(connection, log.week_id) if log.week_id else None
    if club is None or club.state is ClubState.CLOSED:
        raise NoSuchClubError(CLUB_CLOSED)
    if week is None:
        raise NotNowError(OUTSIDE)
    return Reviewable(club, week, log)


async def claimed(connection: AsyncConnection, target: Reviewable, user_id: int, now: datetime) -> Review:
    """The member's turn on the log, which begins with this: one they have, or a new one.

    Whoever has reviews of their own to write does those first; anybody else may review any log. Raises NotYoursError,
    NotNowError. A review that Discord would not show may be written anew.
    """
    week, log = target.week, target.log
    mine = await review_rows.review_of(connection, log.id, user_id)
    if mine and mine.is_written and not await is_refused(connection, target.club, mine):
        raise NotNowError(DONE)
    if mine:
        return await _renewed(connection, mine, now)
    if week.state not in {WeekState.REVIEWING, WeekState.CLOSED}:
        raise NotNowError(LOGS_OPEN)
    # Who was freed of it may have had its form open all the while.
    if not is_released(week, now) and not await freed_rows.was_theirs(connection, log.id, user_id):
        await _require_own_done(connection, target, user_id)
    await leaver_rows.forget_leavers(connection, target.club.server_id, [user_id])
    return await _taken(connection, week, log.id, user_id, now)


async def is_refused(connection: AsyncConnection, club: Club, review: Review) -> bool:
    """Whether the review is written, and Discord does not take its message."""
    entry = await outbox_rows.entry_by_key(connection, review_key(club, review))
    return entry is not None and entry.state is EntryState.BLOCKED


async def next_in(
    connection: AsyncConnection,
    weeks: Sequence[Week],
    user_id: int,
    now: datetime,
    *,
    looked_at: Collection[int] = (),
) -> Offer | None:
    """The member's next log in weeks (oldest first) that are being reviewed: what they owe, else one of the pool.

    Looking changes nothing: their turn on a log of the pool begins when they open the form. `looked_at` are logs that
    others were offered just now.
    """
    states = [(week, await turns_of(connection, week, now)) for week in weeks]
    parts = [turns.account.of(user_id) for _, turns in states]
    owes = any(part.to_write or part.taken_on for part in parts)
    for (week, turns), part in zip(states, parts, strict=True):
        if owes and not (part.to_write or part.taken_on):
            continue
        club = await club_rows.club_by_id(connection, week.club_id)
        secret = await hidden_order(connection, club, week, turns.reviews.values()) if club else ""
        freed = {one.author for one in part.free}
        pool = [replace(log, is_looked_at=turns.logs[log.author].id in looked_at) for log in turns.pool]
        author = next_review(user_id, turns.duties, pool, (), freed=freed, secret=secret)
        if author is not None:
            log = turns.logs[author]
            mine = turns.reviews.get(Pair(user_id, author)) or turn_to_come(log, user_id, week, now)
            unasked = Call.FREED if author in freed else Call.MORE
            return Offer(log, mine, Call.OWED if mine.origin is Origin.GIVEN else unasked)
    return None


async def _require_own_done(connection: AsyncConnection, target: Reviewable, user_id: int) -> None:
    """Before the end comes near, one's own turns come first. Raises NotYoursError."""
    of_week = await review_rows.reviews_of_week(connection, target.week.id)
    owed = [review for review in of_week if not review.is_written and review.origin is Origin.GIVEN]
    own = [review for review in owed if review.reviewer_id == user_id]
    if not own:
        return
    yours = f"Yours is <@{own[0].author_id}>'s log: `/review next` opens it."
    waiting = [f"<@{review.reviewer_id}>" for review in owed if review.log_id == target.log.id]
    if waiting:
        whose = "other members" if is_secret(target.club, of_week) else " and ".join(waiting)
        raise NotYoursError(f"That log is for {whose} to review. {yours}")
    raise NotYoursError(f"Write yours first. {yours}")


async def _renewed(connection: AsyncConnection, mine: Review, now: datetime) -> Review:
    """Who comes back to what they took up has time for it anew."""
    if mine.origin is Origin.TAKEN and not mine.is_written:
        await review_rows.change_review(connection, mine.id, assigned_at=now)
    return mine


async def _taken(connection: AsyncConnection, week: Week, log_id: int, user_id: int, now: datetime) -> Review:
    await review_rows.add_review(connection, log_id, user_id, week_id=week.id, origin=Origin.TAKEN, now=now)
    review = await review_rows.review_of(connection, log_id, user_id)
    if review is None:
        raise NoSuchLogError(NO_SUCH_LOG)
    return review
