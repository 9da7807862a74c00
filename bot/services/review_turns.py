"""Whose turn it is to review a log. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NoSuchClubError, NoSuchLogError, NotNowError, NotYoursError
from bot.core.outbox import EntryState
from bot.core.review_pool import next_review
from bot.core.weeks import WeekState
from bot.services.allocations import is_put_away, is_released, turns_of
from bot.services.entries import review_key
from bot.services.log_places import CLUB_CLOSED
from bot.services.log_writing import NO_SUCH_LOG
from bot.services.sight import seen_log
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.reviews import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog
    from bot.storage.reviews import Review

OWN_LOG = "That is your own log: others review it. `/review next` gives you one of theirs."
DONE = "You have reviewed that log already. `/review next` gives you another."
WITHDRAWN = "Its author has withdrawn that log, so it needs no review. `/review next` gives you another."
OUTSIDE = "That log is on a paper outside the club's weeks, where no reviews are given out. Answer it in the thread."
LOGS_OPEN = "Logs of that week are still open. Reviewers are named when they close; the thread says whose turn it is."


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
    """The member's turn on the log: one they have, or one that is free. Raises NotYoursError, NotNowError.

    A review that Discord would not show may be written anew.
    """
    week, log = target.week, target.log
    mine = await review_rows.review_of(connection, log.id, user_id)
    if mine and mine.is_written and not await is_refused(connection, target.club, mine):
        raise NotNowError(DONE)
    if mine:
        return await _renewed(connection, mine, now)
    if week.state not in {WeekState.REVIEWING, WeekState.CLOSED}:
        raise NotNowError(LOGS_OPEN)
    if not is_released(week, now):
        await _require_free(connection, target, user_id, now)
    return await _taken(connection, week, log.id, user_id, now)


async def is_refused(connection: AsyncConnection, club: Club, review: Review) -> bool:
    """Whether the review is written, and Discord does not take its message."""
    entry = await outbox_rows.entry_by_key(connection, review_key(club, review.id))
    return entry is not None and entry.state is EntryState.BLOCKED


async def next_in(connection: AsyncConnection, weeks: Sequence[Week], user_id: int, now: datetime) -> Review | None:
    """The member's next turn in weeks (oldest first) that are being reviewed: what they owe, else one of the pool."""
    states = [(week, await turns_of(connection, week, now)) for week in weeks]
    owing = [pair for _, turns in states for pair, review in turns.reviews.items() if not review.is_written]
    owes = any(pair.reviewer == user_id for pair in owing)
    for week, turns in states:
        if owes and not any(pair.reviewer == user_id and not turns.reviews[pair].is_written for pair in turns.reviews):
            continue
        author = next_review(user_id, turns.duties, turns.pool, ())
        if author is None:
            continue
        log = turns.logs[author]
        mine = await review_rows.review_of(connection, log.id, user_id)
        return await _renewed(connection, mine, now) if mine else await _taken(connection, week, log.id, user_id, now)
    return None


async def _require_free(connection: AsyncConnection, target: Reviewable, user_id: int, now: datetime) -> None:
    """Before the end comes near, one's own turns come first, and others' turns are theirs. Raises NotYoursError."""
    begun = await review_rows.begun_in_week(connection, target.week.id)
    of_week = await review_rows.reviews_of_week(connection, target.week.id)
    undone = [review for review in of_week if not review.is_written and not is_put_away(review, begun, now)]
    own = [review for review in undone if review.reviewer_id == user_id]
    yours = f"Yours is <@{own[0].author_id}>'s log: `/review next` opens it." if own else ""
    waiting = [f"<@{review.reviewer_id}>" for review in undone if review.log_id == target.log.id]
    if waiting:
        whose = "other members" if target.club.settings.anonymous else " and ".join(waiting)
        raise NotYoursError(
            f"That log is for {whose} to review. {yours or '`/review next` gives you one that is free.'}"
        )
    if own:
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
