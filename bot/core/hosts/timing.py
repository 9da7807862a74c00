"""When a session's host is asked, and when it is too late to change anything. Pure."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import after_break
from bot.core.calendar.rhythm import DAY, day_in_period, period_of
from bot.core.weeks.week import dates_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.weeks.week import Week

CARD_AHEAD = timedelta(hours=1)


def days_ahead(club: Club) -> Iterator[date]:
    """Yield the slots from the club's next one on; none while it is paused."""
    day = club.next_slot
    if day is None:
        return
    for _ in count():
        yield day
        day = club.timetable.following(day)


def opens_at(club: Club, day: date) -> datetime:
    """Return when the first member is asked to host the session of the slot on `day`: one period ahead.

    That is when the period before has its slot, also if a break leaves it out. Nobody is asked inside a break, but once
    it is over.
    """
    timetable, settings = club.timetable, club.settings
    before = period_of(timetable.period_of(day) - DAY, timetable.rhythm, timetable.anchor)
    opens = timetable.instant_on(day_in_period(before, settings.slot.weekday, timetable.rhythm))
    return after_break(opens, timetable.breaks, settings.slot.zone)


def begins_at(club: Club, day: date, week: Week | None, meeting: Meeting | None = None) -> datetime:
    """Return when the session of the slot on `day` begins: with its meeting, or when its logs are in.

    `week` is the slot's, if it is stored yet, and `meeting` the session's, if it has one.
    """
    if meeting is not None:
        return meeting.starts_at
    dates = week.dates if week else None
    return (dates or dates_from(club.timetable.instant_on(day), club.settings, club.breaks)).logs_due
