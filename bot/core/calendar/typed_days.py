"""Reads a date that somebody typed into a command. A date that could be two days is refused, and so is a past one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.errors import ClubError, Code, Typed
from bot.core.schedules.dates import DayOrder, FoundDate, first_date
from bot.core.text.short_inputs import read_alike, shown_back

# A weekday's name and punctuation around a date say nothing more.
AROUND = re.compile(r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?)?[\s.,]*", re.IGNORECASE)
DOTTED = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.?")
WEEKDAY = re.compile(r"(?:(mon)|(tue)s?|(wed)(?:nes)?|(thu)r?s?|(fri)|(sat)(?:ur)?|(sun))(?:day)?\.?", re.IGNORECASE)
NEAR = {"today": 0, "tomorrow": 1}
YEARS_TRIED = 9  # February 29 comes again after eight years at most
FURTHEST = timedelta(days=3 * 366)


@dataclass(eq=False)
class UnknownDateError(ClubError):
    """The text is no date, or one that no calendar has."""

    typed: Typed


@dataclass(eq=False)
class UnclearDateError(ClubError):
    """The text could be either day."""

    typed: Typed
    days: tuple[Code, ...]


@dataclass(eq=False)
class PastDateError(ClubError):
    day: date


@dataclass(eq=False)
class FarDateError(ClubError):
    day: date


def typed_day(typed: str, today: date, first: date | None = None) -> date:
    """Return the day: `2026-12-20`, `20 Dec`, `Dec 20 2026`, `20.12.`, `Friday`, `tomorrow` or alike. Raises ClubError.

    It is not before `first`, or else `today`. Without a year, it is the next such day from then on.
    """
    text = read_alike(typed)
    first = first or today
    if (near := NEAR.get(text.strip(" .").casefold())) is not None:
        return _not_before(first, today + timedelta(days=near))
    if (named := WEEKDAY.fullmatch(text.strip())) and named.lastindex:
        return first + timedelta(days=(named.lastindex - 1 - first.weekday()) % 7)
    # With dots, the day comes first, as in German.
    orders = (DayOrder.DAY_FIRST,) if DOTTED.search(text) else tuple(DayOrder)
    days = {day for order in orders if (day := _day(_found(text, order), first))}
    if not days:
        raise UnknownDateError(_shown(typed))
    if len(days) > 1:
        raise UnclearDateError(_shown(typed), tuple(Code(day.isoformat()) for day in sorted(days)))
    day = _not_before(first, days.pop())
    if day > first + FURTHEST:
        raise FarDateError(day)
    return day


def _not_before(first: date, day: date) -> date:
    if day < first:
        raise PastDateError(day)
    return day


def _found(text: str, order: DayOrder) -> FoundDate | None:
    if dotted := DOTTED.fullmatch(text):
        return FoundDate(0, len(text), int(dotted["month"]), int(dotted["day"]), None)
    found = first_date(text, order)
    if found is None or not AROUND.fullmatch(text[: found.start]) or text[found.end :].strip(" .,"):
        return None
    # "Dec 20-22" is found as its first day.
    is_range = bool(re.search(r"\d\s*[-–—]\s*\d", text)) and not re.search(r"\d{4}", text)
    return None if is_range else found


def _day(found: FoundDate | None, today: date) -> date | None:
    if found is None:
        return None
    if found.year is not None:
        return found.in_year(None)
    days = (found.in_year(year) for year in range(today.year, today.year + YEARS_TRIED))
    return next((day for day in days if day and day >= today), None)


def _shown(typed: str) -> Typed:
    return Typed(typed if shown_back(typed) else "?")
