"""Finds future times that no correct clock can have produced, and replaces them. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.calendar.weekly_slot import WEEK, days_later, zone_of
from bot.core.syllabus.syllabus import LONGEST_POLL
from bot.core.weeks.week import Dates, Step, WeekState, dates_from, next_step

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week

# Each skip or early post moves the next post a week later, so it may well be far ahead, but never by years.
FURTHEST_POST = timedelta(weeks=53)
# The next post is at most this far ahead if no organizer has moved it.
ORDINARY_POST = timedelta(weeks=2)
# A change of day or time zone can add this many weeks.
LEEWAY = 2
# A club can choose at most two weeks for logs and two for reviews.
FURTHEST_STEP = timedelta(days=35)
FURTHEST_POLL = LONGEST_POLL + timedelta(days=1)


def is_too_far(next_due: datetime, now: datetime, settled: int) -> bool:
    """Return whether the next post is further ahead than organizers can have moved it.

    `settled` is how many of the slots before it were skipped or posted early.
    """
    return next_due > now + FURTHEST_POST or (next_due - now) // WEEK > settled + LEEWAY


def redated(week: Week, club: Club, now: datetime) -> dict[str, Any]:
    """Return the changes for a week that ends later than any week can.

    Members get their full days from now on. What is over stays over.
    """
    if week.state is WeekState.CLOSED:
        return {"due_at": now, "logs_due": now, "reviews_due": now}
    if week.state is WeekState.REVIEWING:
        dates = Dates(now, days_later(now, club.settings.review_days, club.settings.slot.zone))
        step, at = next_step(dates, now, Step.CLOSE_LOGS) or (None, None)
    else:
        dates = dates_from(now, club.settings)
        step, at = next_step(dates, now) or (None, None)
    facts = {"due_at": now, "logs_due": dates.logs_due, "reviews_due": dates.reviews_due}
    return facts | {"next_step": step, "next_step_at": at}


def day_of(week: Week, club: Club) -> date:
    """Return the day on which the week began for members: its slot's day, unless the week had a wrong date."""
    day = week.due_at.astimezone(zone_of(club.settings.slot.zone)).date()
    # The club may have changed its time zone since.
    return week.slot if abs(week.slot - day) <= timedelta(days=1) else day
