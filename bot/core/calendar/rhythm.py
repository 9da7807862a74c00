"""How often a club meets: every one to four weeks, or on one weekday of each month. Pure.

A rhythm divides all days into periods, without gaps, and gives each period exactly one day. A period of weeks runs from
a Monday to a Sunday, so that it stays the same period if the club moves its slot to another weekday.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from bot.core.calendar.weekly_slot import WEEK

DAY = timedelta(days=1)
LONGEST_MONTH = timedelta(days=31)
# The periods of an older club count from here. Any Monday would do for a weekly club.
FIRST_MONDAY = date(1970, 1, 5)


class Rhythm(StrEnum):
    """The rhythms that a club can choose. The value is stored."""

    WEEKLY = "weekly"
    TWO_WEEKS = "2 weeks"
    THREE_WEEKS = "3 weeks"
    FOUR_WEEKS = "4 weeks"
    FIRST = "first of month"
    SECOND = "second of month"
    THIRD = "third of month"
    FOURTH = "fourth of month"
    LAST = "last of month"

    @property
    def weeks(self) -> int | None:
        """The weeks of a period; None if a period is a month."""
        return WEEKS.get(self)


WEEKS = {Rhythm.WEEKLY: 1, Rhythm.TWO_WEEKS: 2, Rhythm.THREE_WEEKS: 3, Rhythm.FOUR_WEEKS: 4}
# Which of the weekday's days in a month, from 0. A fifth one exists only in some months, so no rhythm uses it.
WHICH = {Rhythm.FIRST: 0, Rhythm.SECOND: 1, Rhythm.THIRD: 2, Rhythm.FOURTH: 3}


def period_of(day: date, rhythm: Rhythm, anchor: date = FIRST_MONDAY) -> date:
    """Return the first day of the period that contains `day`: a Monday, or the first of a month.

    `anchor` is any day in the first week of any period. It decides which weeks are the club's if a period has several.
    """
    if rhythm.weeks is None:
        return day.replace(day=1)
    monday = _monday_of(day)
    return monday - (monday - _monday_of(anchor)) // WEEK % rhythm.weeks * WEEK


def next_period(start: date, rhythm: Rhythm) -> date:
    """Return the first day of the period after the one that begins on `start`."""
    if rhythm.weeks is None:
        return (start + LONGEST_MONTH).replace(day=1)
    return start + rhythm.weeks * WEEK


def day_in_period(start: date, weekday: int, rhythm: Rhythm) -> date:
    """Return the only day of the period that begins on `start`. `weekday` is as in `date.weekday()`, Monday 0.

    A period of several weeks has its day in the first of them.
    """
    if rhythm is not Rhythm.LAST:
        return start + (weekday - start.weekday()) % 7 * DAY + WHICH.get(rhythm, 0) * WEEK
    end = next_period(start, rhythm) - DAY
    return end - (end.weekday() - weekday) % 7 * DAY


def _monday_of(day: date) -> date:
    return day - day.weekday() * DAY
