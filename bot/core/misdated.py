"""Times to come that no right clock can have given, and what they become. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.calendar import WEEK, days_later, zone_of
from bot.core.syllabus import LONGEST_POLL
from bot.core.weeks import Dates, Step, WeekState, dates_from, next_step

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs import Club
    from bot.core.weeks import Week

# Each skip and each early post moves the next one on by a week, so that it may rightly be far ahead, but not for years.
FURTHEST_POST = timedelta(weeks=53)
# So far ahead it is, at most, where no organiser has moved it.
ORDINARY_POST = timedelta(weeks=2)
# So many weeks more may come of another day or zone.
LEEWAY = 2
# Two weeks for logs and two for reviews are the most that a club can choose.
FURTHEST_STEP = timedelta(days=35)
FURTHEST_POLL = LONGEST_POLL + timedelta(days=1)


def is_too_far(next_due: datetime, now: datetime, settled: int) -> bool:
    """Whether the next post is further ahead than organisers have moved it: `settled` slots before it are left out, or
    were posted early.
    """
    return next_due > now + FURTHEST_POST or (next_due - now) // WEEK > settled + LEEWAY


def redated(week: Week, club: Club, now: datetime) -> dict[str, Any]:
    """What changes in a week that ends later than any can: members get their full days from now on. What is over stays
    over.
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
    """The day on which members take the week to have begun: its slot's, but for one that had a wrong date."""
    day = week.due_at.astimezone(zone_of(club.settings.slot.zone)).date()
    # Another zone may have been chosen since.
    return week.slot if abs(week.slot - day) <= timedelta(days=1) else day
