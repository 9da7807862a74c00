"""Finds future times that no correct clock can have produced, and replaces them. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.calendar.breaks import stretched
from bot.core.calendar.weekly_slot import days_later, zone_of
from bot.core.syllabus.syllabus import LONGEST_POLL
from bot.core.weeks.week import Dates, Step, WeekState, dates_from, next_step

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.calendar.timetable import Timetable
    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week

# Each skip or early post moves the next post one slot later, so it may well be far ahead, but never by so many slots.
MOST_SLOTS = 53
# No slot that an organizer skipped is further ahead, unless the club has a rhythm or breaks.
FURTHEST_POST = timedelta(weeks=MOST_SLOTS)
# The next post is at most this far ahead if no organizer has moved it.
ORDINARY_POST = timedelta(weeks=2)
# A change of day or time zone can add this many weeks.
LEEWAY = 2
# A club can choose at most two weeks for logs and two for reviews.
FURTHEST_STEP = timedelta(days=35)
FURTHEST_POLL = LONGEST_POLL + timedelta(days=1)


def is_too_far(next_due: datetime, now: datetime, settled: int, timetable: Timetable) -> bool:
    """Return whether the next post is further ahead than organizers can have moved it.

    `settled` is how many of the slots before it were skipped or posted early. Slots in breaks don't count.
    """
    if next_due <= now + ORDINARY_POST:
        return False
    most = min(settled + LEEWAY, MOST_SLOTS)
    return timetable.count_before(next_due, now, most + 1) > most


def is_dated_too_far(week: Week, club: Club, now: datetime, last_part: datetime | None = None) -> bool:
    """Return whether the week ends later than any week of the club can, with the days of its breaks.

    If its paper takes several slots, `last_part` is when the last begins, whatever the club's rhythm is by now.
    """
    start = max(now, last_part) if last_part else now
    furthest = stretched(start + FURTHEST_STEP, start, club.breaks, club.settings.slot.zone)
    return week.reviews_due is not None and week.reviews_due > furthest


def redated(week: Week, club: Club, now: datetime) -> dict[str, Any]:
    """Return the changes for a week that ends later than any week can.

    Members get their full days from now on. What is over stays over.
    """
    if week.state is WeekState.CLOSED:
        return {"due_at": now, "logs_due": now, "reviews_due": now}
    if week.state is WeekState.REVIEWING:
        zone = club.settings.slot.zone
        later = days_later(now, club.settings.review_days, zone)
        dates = Dates(now, stretched(later, now, club.breaks, zone))
        step, at = next_step(dates, now, Step.CLOSE_LOGS, club.timetable) or (None, None)
    else:
        dates = dates_from(now, club.settings, club.breaks)
        step, at = next_step(dates, now, timetable=club.timetable) or (None, None)
    facts = {"due_at": now, "logs_due": dates.logs_due, "reviews_due": dates.reviews_due}
    return facts | {"next_step": step, "next_step_at": at}


def day_of(week: Week, club: Club) -> date:
    """Return the day on which the week began for members: its slot's day, unless the week had a wrong date."""
    day = week.due_at.astimezone(zone_of(club.settings.slot.zone)).date()
    # The club may have changed its time zone since.
    return week.slot if abs(week.slot - day) <= timedelta(days=1) else day
