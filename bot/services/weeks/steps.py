"""What happens automatically in a week after its post: reminders and ends. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import after_break, break_at
from bot.core.errors import NotNowError
from bot.core.outbox.entry import UNSETTLED
from bot.core.outbox.kinds import Kind
from bot.core.reminders.reminder import Due
from bot.core.reviews.review import Origin
from bot.core.weeks.deadlines import (
    is_missed,
    when_logs_close,
    when_reminded_late,
    when_reviewers_hear,
    when_reviews_were_missed,
)
from bot.core.weeks.details import ReminderDetails
from bot.core.weeks.week import Step, WeekState, is_pointless, next_step, reminded_in, reminder_parts
from bot.services.outbox.entries import entry_key, free_key, new_entry
from bot.services.paper_logs.messages import offer_reviews
from bot.services.reminders.messages import remind_directly
from bot.services.reviews.allocations import allocate_week, release_week
from bot.services.weeks.catch_ups import say_catch_up
from bot.services.weeks.owed_logs import members_owing_logs
from bot.services.weeks.post_edits import refresh_post
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.weeks.week import Dates, Week
    from bot.storage.connections import AsyncConnection

STATES = {Step.CLOSE_LOGS: WeekState.REVIEWING, Step.CLOSE_REVIEWS: WeekState.CLOSED}
# What `/week close` can end: the step it takes, and the states in which it applies.
CLOSINGS = {
    "logs": (Step.CLOSE_LOGS, {WeekState.POSTED, WeekState.READING}),
    "reviews": (Step.CLOSE_REVIEWS, {WeekState.REVIEWING}),
}
ABOUT_REVIEWS = {Step.REMIND_REVIEWS, Step.CLOSE_REVIEWS}


@dataclass(eq=False)
class ReviewersBeingToldError(NotNowError):
    """The list of reviewers is in flight, so reviews cannot end now."""


async def take_step(
    connection: AsyncConnection, club: Club, week: Week, step: Step, now: datetime, *, gone: Collection[int] = ()
) -> bool:
    """Take a step that is due, and schedule the next. `gone` are members who have left the server.

    False if the step has to wait for a message in flight.
    """
    if step is Step.SAY_CATCH_UP:
        await say_catch_up(connection, club, week, now)
        return True
    dates = week.dates
    if dates is None:
        return False
    if (at := _after_a_break(club, week, now)) is not None:
        await week_rows.change_week(connection, week.id, next_step_at=at)
        return True
    if step in ABOUT_REVIEWS and await _are_reviewers_unheard(connection, club, week, now):
        return False
    if (later := _later(step, dates, now, club)) != dates and await _is_owed(connection, week):
        await _give_time_again(connection, club, week, later, now)
        return True
    if step is Step.CLOSE_LOGS and await log_rows.logs_of_week(connection, week.id):
        dates = when_logs_close(dates, now, club.settings, club.breaks)
    ended = _under(club, replace(week, state=STATES.get(step, week.state)), dates, done=step)
    await _save(connection, ended)
    await _do(connection, club, ended, step, now, gone=gone)
    if step in STATES:
        await refresh_post(connection, club, ended, now)
    return True


def _after_a_break(club: Club, week: Week, now: datetime) -> datetime | None:
    """When a step is taken that the bot missed, if it finds itself in a break now: nothing is said in a break, except
    in a week that goes on through it, which has a deadline inside.
    """
    zone, due, dates = club.settings.slot.zone, week.next_step_at, week.dates
    if not club.breaks or due is None or dates is None or not is_missed(due, now):
        return None
    if break_at(dates.logs_due, club.breaks, zone) or break_at(dates.reviews_due, club.breaks, zone):
        return None
    after = after_break(now, club.breaks, zone)
    return after if after > now else None


def _later(step: Step, dates: Dates, now: datetime, club: Club) -> Dates:
    """New dates if a step about reviews comes late because the bot was away; otherwise the same dates."""
    if step is Step.CLOSE_REVIEWS and is_missed(dates.reviews_due, now):
        return when_reviews_were_missed(dates, now, club.settings, club.breaks)
    if step is Step.REMIND_REVIEWS and not is_pointless(step, dates, now):
        return when_reminded_late(dates, now, club.settings, club.breaks)
    return dates


async def _do(
    connection: AsyncConnection, club: Club, week: Week, step: Step, now: datetime, *, gone: Collection[int]
) -> None:
    is_too_late = week.dates is None or is_pointless(step, week.dates, now)
    match step:
        case Step.CLOSE_LOGS:
            await allocate_week(connection, club, week, gone, now)
            await offer_reviews(connection, club, week, now)
        case Step.REMIND_REVIEWS if not is_too_late:
            await release_week(connection, club, week, now, gone=gone)
        case Step.REMIND_LOGS if week.thread_id and not is_too_late:
            await remind_of_logs(connection, club, week, now, gone=gone)
        case Step.CLOSE_REVIEWS if week.thread_id:
            await say_digest(connection, club, week, now)


async def reviewers_hear(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> Week:
    """Reviewers are about to be told: the week with dates that leave them the full days."""
    dates = week.dates
    if dates is None or week.state is not WeekState.REVIEWING:
        return week
    moved = when_reviewers_hear(dates, now, club.settings, club.breaks)
    if moved == dates:
        return week
    return await _moved(connection, club, week, moved, now=now)


async def open_for(connection: AsyncConnection, club: Club, what: str) -> list[Week]:
    """The weeks with open `logs` or `reviews`, oldest first."""
    return [week for week in await week_rows.open_weeks(connection, club.id) if week.state in CLOSINGS[what][1]]


async def end_early(
    connection: AsyncConnection, club: Club, week: Week, step: Step, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Take a closing step early. The other deadline stays, because members have planned with it."""
    field = "logs_due" if step is Step.CLOSE_LOGS else "reviews_due"
    await week_rows.change_week(connection, week.id, **{field: now})
    ended = await week_rows.week_by_id(connection, week.id)
    if ended and not await take_step(connection, club, ended, step, now, gone=gone):
        raise ReviewersBeingToldError


async def _are_reviewers_unheard(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> bool:
    """Whether the bot was away and the list of reviewers is still in flight: it moves the dates when it is sent."""
    if week.next_step_at is None or not is_missed(week.next_step_at, now):
        return False
    entry = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.ASSIGNMENTS))
    return entry is not None and entry.state in UNSETTLED


async def _is_owed(connection: AsyncConnection, week: Week) -> bool:
    """Whether a review is missing: an assigned one, or any review of a log."""
    reviews = await review_rows.reviews_of_week(connection, week.id)
    reviewed = {review.log_id for review in reviews if review.is_written}
    logs = {log.id for log in await log_rows.logs_of_week(connection, week.id)}
    named = any(not review.is_written and review.origin is Origin.GIVEN for review in reviews)
    # A single author's log is an open call, so no reviewer was delayed.
    return named or (len(logs) > 1 and bool(logs - reviewed))


async def _give_time_again(connection: AsyncConnection, club: Club, week: Week, dates: Dates, now: datetime) -> None:
    """The bot was away when reviews were due, or nearly: they are due later, and the week's thread is told."""
    await _moved(connection, club, week, dates, now=now)
    if week.thread_id:
        key = await free_key(connection, entry_key(club, week, Kind.MOVED))
        await outbox_rows.add_entry(connection, new_entry(club, Kind.MOVED, key, week.thread_id, week.id), now)


async def _moved(connection: AsyncConnection, club: Club, week: Week, dates: Dates, *, now: datetime) -> Week:
    """The week in review with new dates, which its post shows; members are reminded once."""
    reminder = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.REVIEW_REMINDER))
    later = _under(club, week, dates, done=Step.REMIND_REVIEWS if reminder else Step.CLOSE_LOGS)
    await _save(connection, later)
    await refresh_post(connection, club, later, now)
    return later


def _under(club: Club, week: Week, dates: Dates, *, done: Step) -> Week:
    """The week with these dates, and with the step after `done`."""
    following, at = next_step(dates, week.due_at, done, club.timetable) or (None, None)
    return replace(week, logs_due=dates.logs_due, reviews_due=dates.reviews_due, next_step=following, next_step_at=at)


async def _save(connection: AsyncConnection, week: Week) -> None:
    dates = {"logs_due": week.logs_due, "reviews_due": week.reviews_due}
    ahead = {"next_step": week.next_step, "next_step_at": week.next_step_at}
    await week_rows.change_week(connection, week.id, state=week.state, **dates, **ahead)


async def remind_of_logs(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Remind members who are in and have neither a log nor a takeaway; says nothing if there are none.

    The names are stored with each message: a member who logs before a part is sent is left out, and nobody moves
    between parts.
    """
    missing = await members_owing_logs(connection, week, gone)
    parted = await remind_directly(connection, club, week, now, due=Due.LOG, owing=missing, called=missing)
    members = parted.in_thread
    for part in range(reminder_parts(len(members))):
        suffix = f"-{part + 1}" if part else ""
        details = ReminderDetails(part, list(reminded_in(part, members))).stored()
        await outbox_rows.add_entry(
            connection, replace(_entry(club, week, Kind.REMINDER, suffix), details=details), now
        )


async def say_digest(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    await outbox_rows.add_entry(connection, _entry(club, week, Kind.DIGEST), now)


def _entry(club: Club, week: Week, kind: Kind, suffix: str = "") -> Entry:
    channel_id = week.thread_id or club.settings.channel_id
    return new_entry(club, kind, entry_key(club, week, kind) + suffix, channel_id, week.id)
