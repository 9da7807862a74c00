"""Gives dates without a year theirs: by the years that are said, the order of the list and the days of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.core.schedules.dates import CENTURY, YEAR_ALONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from bot.core.schedules.dates import FoundDate

FIRST_MONTH_OF_SCHOOL = 8
SCHOOL_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)\s?(?:[-–—/]|--|to)\s?((?:19|20)?\d\d)(?![\d/.-])")
SHORT_SCHOOL_YEAR = re.compile(
    r"\b(?:ws|wise|wintersemester|ay|hs)\s?(\d\d)\s?[-–/]\s?(\d\d)(?![\d/.-])", re.IGNORECASE
)
HANDLE = re.compile(r"@\w+|https?://\S+")
IN_SPRING = re.compile(r"winter|spring|january|frühling|sommer|printemps|hiver|primavera|invierno", re.IGNORECASE)
IN_AUTUMN = re.compile(r"fall|autumn|winter ?semester|wintersemester|\bws\b|herbst|automne|otoño", re.IGNORECASE)
DAYS_OF_A_YEAR, HALF, SLIP = 365, 183, 60  # days by which a line may be out of order
FEW_DAYS = 120  # between two lines that show the order of the list
MOSTLY = 0.9
FEWEST_WEEKDAYS, FEWEST_STEPS = 3, 3


class SchoolYear(NamedTuple):
    """A year such as 2019/20, from August to July."""

    first: int

    def at(self, month: int) -> int:
        return self.first if month >= FIRST_MONTH_OF_SCHOOL else self.first + 1


def year_in(text: str) -> int | SchoolYear | None:
    """Return the only year that a heading names. The 1998 of @ada1998 is none."""
    text = HANDLE.sub("", text)
    written = SCHOOL_YEAR.findall(text) or [(f"20{first}", second) for first, second in SHORT_SCHOOL_YEAR.findall(text)]
    schools = {int(first) for first, second in written if int(second) % CENTURY == (int(first) + 1) % CENTURY}
    if len(schools) == 1:
        return SchoolYear(schools.pop())
    years = {int(year) for year in YEAR_ALONE.findall(text)}
    return years.pop() if len(years) == 1 else None


def with_years(
    found: Sequence[FoundDate | None], years: Sequence[int | SchoolYear | None], terms: Sequence[str]
) -> list[date | None]:
    """Return the days, one for each row. `years` are those of the headings above, which `terms` are.

    Below one heading, rows are a list in order, which may cross the end of a year. So one number is missing for all of
    them: the year of its first row. It follows from any year that a row or the heading says. Where these are not of one
    mind, the days of the week decide; if they can't, the day has no year.
    """
    days: list[date | None] = [None] * len(found)
    start = 0
    for end in range(1, len(found) + 1):
        if end < len(found) and terms[end] == terms[start]:
            continue
        places = [at for at in range(start, end) if found[at]]
        one_list = _DatedList([one for one in found[start:end] if one], years[start], terms[start])
        for at, day in zip(places, one_list.days(), strict=True):
            days[at] = day
        start = end
    return _with_years_between(found, days)


@dataclass(frozen=True, slots=True)
class _Row:
    """A date, and by how many years it is after the first row of its list."""

    found: FoundDate
    shift: int

    @property
    def first(self) -> int:
        """Return the year of the list's first row, if this row says its own."""
        return (self.found.year or 0) - self.shift

    def on(self, first: int) -> date | None:
        """Return the day, if `first` is the year of the list's first row."""
        return replace(self.found, year=None).in_year(first + self.shift)

    def agrees(self, first: int) -> bool | None:
        """Return whether the day of the week is right then, or None if the row has none."""
        day = self.on(first)
        return None if self.found.weekday is None else day is not None and day.weekday() == self.found.weekday


class _DatedList:
    """The dates below one heading, whose year is `year`."""

    def __init__(self, found: Sequence[FoundDate], year: int | SchoolYear | None, term: str) -> None:
        ways = [
            [_Row(one, shift) for one, shift in zip(found, _shifts(found, order), strict=True)]
            for order in _orders(found)
        ]
        self._rows = max(ways, key=lambda rows: _most_agreeing(rows, year)) if len(ways) > 1 else ways[0]
        self._year = year
        self._shifted = any(row.shift for row in self._rows)
        self._weekdays = list(accumulate((row.found.weekday is not None for row in self._rows), initial=0))
        self._agreeing: dict[int, list[int]] = {}  # by first year: how many days of the week agree up to each row
        # Some row is in the heading's year.
        shifts = sorted({row.shift for row in self._rows}, key=abs)
        self._by_heading = [year - shift for shift in shifts] if isinstance(year, int) else []
        self._likeliest = _likeliest(self._by_heading, term)

    def days(self) -> Iterator[date | None]:
        said = [at for at, row in enumerate(self._rows) if row.found.year and row.agrees(row.first) is not False]
        above = -1
        for below in [*said, len(self._rows)]:
            near = {self._rows[at].first for at in (above, below) if 0 <= at < len(self._rows)}
            first = self._first_year(near, above + 1, below)
            for row in self._rows[above + 1 : below + 1]:
                if row.found.year:
                    yield row.found.in_year(None)
                elif isinstance(self._year, SchoolYear):
                    yield row.found.in_year(self._year.at(row.found.month))
                else:
                    is_wrong = first and self._shifted and row.agrees(first) is False
                    yield row.on(first) if first and not is_wrong else None
            above = below

    def _first_year(self, near: Collection[int], start: int, end: int) -> int | None:
        """Return the year of the list's first row, for a part of the list between rows that say one of those `near`.

        It is the one of these, or of the heading, with which most days of the week in this part agree. If none does, it
        may be the year before or after, with which all agree.
        """
        firsts = [first for first in self._by_heading if first in near] or self._by_heading or sorted(near)
        likeliest = firsts[0] if self._by_heading and len(firsts) == 1 else self._likeliest
        if self._weekdays[start] == self._weekdays[end]:
            start, end = 0, len(self._rows)
        weekdays = self._weekdays[end] - self._weekdays[start]
        votes = {first: self._agree(first, start, end) for first in firsts}
        best = max(votes.values(), default=0)
        if best < weekdays / 2:
            beside = {other for first in firsts for other in (first - 1, first + 1)}
            agreeing = [first for first in beside if self._agree(first, start, end) == weekdays]
            return agreeing[0] if weekdays >= FEWEST_WEEKDAYS and len(agreeing) == 1 else likeliest
        chosen = [first for first in firsts if votes[first] == best]
        return chosen[0] if len(chosen) == 1 else likeliest if likeliest in chosen else None

    def _agree(self, first: int, start: int, end: int) -> int:
        if first not in self._agreeing:
            self._agreeing[first] = list(accumulate((row.agrees(first) is True for row in self._rows), initial=0))
        return self._agreeing[first][end] - self._agreeing[first][start]


def _likeliest(by_heading: Sequence[int], term: str) -> int | None:
    """Return the year of the first row, if the days of the week don't tell.

    A list that begins with its newest row, and crosses the end of a year, is of the older year below "Fall 2023", and
    of the newer one below "Winter 2024". Elsewhere it could be both.
    """
    if not by_heading or by_heading[-1] <= by_heading[0]:
        return by_heading[0] if by_heading else None
    return by_heading[-1] if IN_AUTUMN.search(term) else by_heading[0] if IN_SPRING.search(term) else None


def _most_agreeing(rows: Sequence[_Row], year: int | SchoolYear | None) -> int:
    """Return with how many days of the week the dates can agree."""
    firsts = {row.first for row in rows if row.found.year}
    firsts |= {year - row.shift for row in rows} if isinstance(year, int) else set()
    return max((sum(row.agrees(first) is True for row in rows) for first in firsts), default=0)


def _orders(found: Sequence[FoundDate]) -> list[int]:
    """Return 1 for dates that rise, -1 for dates that fall, 0 for others; all of these for too few, likeliest first."""
    steps = [later.number - earlier.number for earlier, later in pairwise(found)]
    around = [(step + HALF) % DAYS_OF_A_YEAR - HALF for step in steps]
    small = [step for step in around if step and abs(step) <= FEW_DAYS]
    ups = sum(step > 0 for step in small)
    order = 1 if ups >= MOSTLY * len(small) else -1 if ups <= (1 - MOSTLY) * len(small) else 0
    if not small and len({step > 0 for step in steps if step}) == 1:
        order = 1 if max(steps) > 0 else -1
    return [order] if len(small) >= FEWEST_STEPS else sorted([1, 0, -1], key=lambda each: each != order)


def _shifts(found: Sequence[FoundDate], order: int) -> list[int]:
    """Return by how many years each date is after the first, so that they are in that order.

    If they have none, only a step of more than half a year is over the end of one.
    """
    steps = [later.number - earlier.number for earlier, later in pairwise(found)]
    shifts = [0]
    for step in steps:
        forward, back = {1: (SLIP, DAYS_OF_A_YEAR - SLIP), -1: (DAYS_OF_A_YEAR - SLIP, SLIP), 0: (HALF, HALF)}[order]
        shifts.append(shifts[-1] + (1 if step < -forward else -1 if step > back else 0))
    return shifts[: len(found)]


def _with_years_between(found: Sequence[FoundDate | None], days: list[date | None]) -> list[date | None]:
    """Give a date the year of the dates above and below it, if it is between them."""
    known = [at for at, day in enumerate(days) if day]
    for before, after in pairwise(known):
        first, last = sorted(day for at in (before, after) if (day := days[at]))
        for at in range(before + 1, after):
            one = found[at]
            day = one.in_year(first.year) if one and first.year == last.year else None
            days[at] = day if day and first <= day <= last else None
    return days
