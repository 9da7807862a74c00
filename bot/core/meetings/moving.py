"""To which days a session's meeting can move. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import MoveIntoBreakError, break_on
from bot.core.calendar.rhythm import DAY
from bot.core.errors import NotNowError
from bot.core.meetings.plan import day_of, meeting_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.calendar.timetable import Timetable
    from bot.core.meetings.plan import Meeting, MeetingPlan


@dataclass(eq=False)
class MeetingInPastError(NotNowError):
    starts_at: datetime


@dataclass(eq=False)
class MeetingOutsideOfSessionError(NotNowError):
    """A session's meeting can be from `first`, the day of its post, to `last`, usually the day of the next one."""

    first: date
    last: date


@dataclass(eq=False)
class MeetingTakenError(NotNowError):
    """Another session of the club meets then."""

    starts_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """The days of a session's meeting, both included: that of its post, and that of the next one.

    If the next post comes earlier than usual, it is its usual day, as without the move.
    """

    first: date
    last: date


def moved_meeting(plan: MeetingPlan, day: date, days: MeetingDays, timetable: Timetable, now: datetime) -> Meeting:
    """Return the meeting on that day, at the plan's time. Raises NotNowError if it can't be there."""
    is_before = meeting_on(plan, days.last, timetable.slot.zone).starts_at <= timetable.instant_on(days.last)
    last = days.last if is_before else days.last - DAY
    if not days.first <= day <= last:
        raise MeetingOutsideOfSessionError(days.first, last)
    moved = meeting_on(plan, day, timetable.slot.zone)
    if moved.starts_at <= now:
        raise MeetingInPastError(moved.starts_at)
    # In a zone that skips the day, the meeting is on the next one.
    if break_on(day_of(moved, timetable.slot.zone), timetable.breaks):
        raise MoveIntoBreakError(day)
    return moved
