"""Catch up on a week's messages when its thread opens late. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Step, WeekState, log_reminder_at
from bot.services.outbox.entries import entry_key
from bot.services.reviews.allocations import announce_week, remind_reviewers
from bot.services.weeks.assignments import is_released
from bot.services.weeks.steps import remind_of_logs, say_digest
from bot.storage.members import leavers as leaver_rows
from bot.storage.outbox import rows as outbox_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def post_missed_messages(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Post what was due, hasn't been posted and is still true, each message once.

    If reviews are free for all by now, the reminder is enough: it names everyone who has one to write.
    """
    kind = _due(club, week, now)
    if kind is None or await outbox_rows.entry_by_key(connection, entry_key(club, week, kind)):
        return
    gone = await leaver_rows.leavers_of(connection, club.server_id)
    match kind:
        case Kind.REMINDER:
            await remind_of_logs(connection, club, week, now, gone=gone)
        case Kind.ASSIGNMENTS:
            await announce_week(connection, club, week, now, gone=gone)
        case Kind.REVIEW_REMINDER:
            await remind_reviewers(connection, club, week, now, gone=gone)
        case _:
            await say_digest(connection, club, week, now)


def _due(club: Club, week: Week, now: datetime) -> Kind | None:
    """The newest messages that the thread should have by now. Steps still to come post their own."""
    dates, kind = week.dates, None
    if dates is None:
        return None
    match week.state, week.next_step:
        case WeekState.READING, Step.CLOSE_LOGS:
            # A reminder that was due before the post itself was never due.
            was_due = week.due_at < log_reminder_at(dates, club.timetable) <= now < dates.logs_due
            kind = Kind.REMINDER if was_due else None
        case WeekState.REVIEWING, Step.REMIND_REVIEWS:
            kind = None if is_released(week, now) else Kind.ASSIGNMENTS
        case WeekState.REVIEWING, _:
            kind = Kind.REVIEW_REMINDER if now < dates.reviews_due else None
        case WeekState.CLOSED, _:
            kind = Kind.DIGEST
    return kind
