"""The meeting that a club's session has: as it is stored, or as the club's plan has it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.meetings.plan import meeting_by_plan
from bot.core.meetings.session import taken_times
from bot.core.weeks.parts import is_part
from bot.core.weeks.week import NOT_POSTED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.meetings.session import SessionMeeting
    from bot.core.weeks.week import Week


def held_in(club: Club, day: date, row: Week | None, stored: Mapping[date, SessionMeeting]) -> Meeting | None:
    """Return the stored meeting, or that by the club's plan; None if there is none, or it was cancelled.

    `row` is what is stored for the slot. A posted week has a meeting only if it is stored: the club may have begun to
    plan meetings too late for it, or while it was paused.
    """
    plan, goes_on = club.settings.meeting, row is not None and is_part(row)
    if day in stored:
        return stored[day].meeting if stored[day].is_planned else None
    if row is not None and row.state not in NOT_POSTED:
        return None
    taken = taken_times(stored.values(), day)
    return meeting_by_plan(plan, day, club.timetable, goes_on=goes_on, taken=taken) if plan else None
