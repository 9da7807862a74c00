"""What a new break means for the weeks under way. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.weeks.deadlines import when_breaks_change, when_parts_move
from bot.core.weeks.details import MovedDetails
from bot.core.weeks.week import Dates, Step, WeekState, next_step
from bot.services.breaks.parts import move_parts, parts_to_move
from bot.services.outbox.entries import entry_key, free_key, new_entry
from bot.services.weeks.post_edits import refresh_post
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.calendar.breaks import Break
    from bot.core.clubs.club import Club
    from bot.core.weeks.parts import MovedPart
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

UNDER_WAY = {WeekState.POSTED, WeekState.READING, WeekState.REVIEWING}
REMINDERS = {Step.REMIND_LOGS, Step.REMIND_REVIEWS}


@dataclass(frozen=True, slots=True)
class MovedWeek:
    """A week with its present dates, and those it has if it is stretched. `parts` are its paper's slots that move."""

    week: Week
    dates: Dates
    parts: tuple[MovedPart, ...] = ()


async def weeks_to_stretch(
    connection: AsyncConnection, club: Club, pause: Break, now: datetime
) -> tuple[MovedWeek, ...]:
    """The weeks under way whose deadlines and slots this break of the club would move."""
    weeks = await week_rows.open_weeks(connection, club.id)
    found = [await _to_stretch(connection, club, week, pause, now) for week in weeks]
    return tuple(one for one in found if one)


async def _to_stretch(
    connection: AsyncConnection, club: Club, week: Week, pause: Break, now: datetime
) -> MovedWeek | None:
    if week.state not in UNDER_WAY or week.dates is None:
        return None
    parts = await parts_to_move(connection, club, week, pause, now)
    dates = when_breaks_change(week.dates, now, club, tuple(one for one in club.breaks if one != pause))
    if parts:
        dates = when_parts_move(dates, club.timetable.instant_on(parts[-1].after), now, club)
    return MovedWeek(week, dates, parts) if parts or dates != week.dates else None


async def stretch_weeks(
    connection: AsyncConnection, club: Club, pause: Break, now: datetime
) -> tuple[Club, tuple[MovedWeek, ...]]:
    """Move the deadlines and slots of the weeks under way; their threads and posts say so."""
    moved = []
    for week in await week_rows.open_weeks(connection, club.id):
        # What one paper takes is no longer free for the next.
        one = await _to_stretch(connection, club, week, pause, now)
        if one is None:
            continue
        moved.append(one)
        later = replace(one.week, logs_due=one.dates.logs_due, reviews_due=one.dates.reviews_due)
        await _save(connection, _timed(later, club))
        if one.parts:
            club = await move_parts(connection, club, one.parts, now)
        await refresh_post(connection, club, later, now)
        if later.thread_id:
            key = await free_key(connection, entry_key(club, later, Kind.MOVED))
            entry = new_entry(club, Kind.MOVED, key, later.thread_id, later.id)
            days = [part.after.isoformat() for part in one.parts] or None
            details = MovedDetails(pause.first.isoformat(), days).stored()
            await outbox_rows.add_entry(connection, replace(entry, details=details), now)
    return club, tuple(moved)


async def retime_reminders(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """A reminder that would come inside a break waits until it is over, though the deadline stays.

    Once the break is removed, it no longer has to.
    """
    for week in await week_rows.open_weeks(connection, club.id):
        timed = _timed(week, club)
        at = timed.next_step_at
        if week.state in UNDER_WAY and week.next_step in REMINDERS and at and at > now and timed != week:
            await _save(connection, timed)


def _timed(week: Week, club: Club) -> Week:
    """The week with its next step, which stays the same, at the time that its dates and the club's breaks mean."""
    if week.dates is None or week.next_step is None:
        return week
    index = list(Step).index(week.next_step)
    done = list(Step)[index - 1] if index else None
    step, at = next_step(week.dates, week.due_at, done, club.timetable) or (None, None)
    return replace(week, next_step=step, next_step_at=at)


async def _save(connection: AsyncConnection, week: Week) -> None:
    dates = {"logs_due": week.logs_due, "reviews_due": week.reviews_due}
    ahead = {"next_step": week.next_step, "next_step_at": week.next_step_at}
    await week_rows.change_week(connection, week.id, **dates, **ahead)
