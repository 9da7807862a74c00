"""What happens by itself in a week after its post: reminders and ends. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.attendance import who_is_in
from bot.core.errors import NotNowError
from bot.core.outbox import Kind
from bot.core.weeks import Step, WeekState, is_pointless, next_step, reminded_in, reminder_parts
from bot.services.allocations import allocate_week, release_week
from bot.services.entries import entry_key, new_entry
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from bot.core.weeks import Week

STATES = {Step.CLOSE_LOGS: WeekState.REVIEWING, Step.CLOSE_REVIEWS: WeekState.CLOSED}
# What `/week close` can end: the step that it takes, and the states in which there is something to end.
CLOSINGS = {
    "logs": (Step.CLOSE_LOGS, {WeekState.POSTED, WeekState.READING}),
    "reviews": (Step.CLOSE_REVIEWS, {WeekState.REVIEWING}),
}


async def take_step(
    connection: AsyncConnection, club: Club, week: Week, step: Step, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Take a step whose time has come, and note the one after it. `gone` are members who have left the server."""
    dates = week.dates
    if dates is None:
        return
    following, at = next_step(dates, week.due_at, step) or (None, None)
    state = STATES.get(step, week.state)
    await week_rows.change_week(connection, week.id, state=state, next_step=following, next_step_at=at)
    if step is Step.CLOSE_LOGS:
        await allocate_week(connection, club, week, gone, now)
    elif step is Step.REMIND_REVIEWS and not is_pointless(step, dates, now):
        await release_week(connection, club, week, now, gone=gone)
    if week.thread_id is None:
        return
    if step is Step.REMIND_LOGS and not is_pointless(step, dates, now):
        await remind_of_logs(connection, club, week, now, gone=gone)
    elif step is Step.CLOSE_REVIEWS:
        await say_digest(connection, club, week, now)


async def open_for(connection: AsyncConnection, club: Club, what: str) -> Week:
    """The week that has its `logs` or `reviews` open, the oldest where several have. Raises NotNowError."""
    weeks = [week for week in await week_rows.open_weeks(connection, club.id) if week.state in CLOSINGS[what][1]]
    if not weeks:
        raise NotNowError(f"No week of this club has its {what} open. `/week status` shows where it stands.")
    return weeks[0]


async def end_early(
    connection: AsyncConnection, club: Club, week: Week, step: Step, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Take a closing step before its time. The other deadline stays, since members have planned with it."""
    field = "logs_due" if step is Step.CLOSE_LOGS else "reviews_due"
    await week_rows.change_week(connection, week.id, **{field: now})
    ended = await week_rows.week_by_id(connection, week.id)
    if ended:
        await take_step(connection, club, ended, step, now, gone=gone)


async def remind_of_logs(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Those who said that they are in and have not logged; where that is nobody, nothing is said.

    The names are stored with each message: who logs before a part leaves is left out of it, and nobody moves between
    the parts.
    """
    answers = await week_rows.attendance_of(connection, week.id)
    logged = {log.author_id for log in await log_rows.logs_of_week(connection, week.id)}
    members = [user for user in who_is_in(answers, logged, gone) if user not in logged]
    for part in range(reminder_parts(len(members))):
        suffix = f"-{part + 1}" if part else ""
        details = {"part": part, "members": list(reminded_in(part, members))}
        await outbox_rows.add_entry(
            connection, replace(_entry(club, week, Kind.REMINDER, suffix), details=details), now
        )


async def say_digest(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    await outbox_rows.add_entry(connection, _entry(club, week, Kind.DIGEST), now)


def _entry(club: Club, week: Week, kind: Kind, suffix: str = "") -> Entry:
    place = week.thread_id or club.settings.channel_id
    return new_entry(club, kind, entry_key(club, week, kind) + suffix, place, week.id)
