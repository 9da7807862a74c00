"""Finds the date in a line of a schedule. A date that could be two different days doesn't count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The names and short names of each month: English (with common slips), German, French, Spanish, Italian, Portuguese,
# Dutch.
NAMES_OF_MONTHS = (
    "january janurary januray jan januar jänner jän janvier janv enero ene gennaio janeiro januari",
    "february febuary feburary fabruary feb februar février févr fevrier febrero febbraio fevereiro februari",
    "march mar märz mär mrz mars marzo março maart",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio maio mei",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet juil julio luglio julho",
    "august agust aug août aout agosto augustus",
    "september sptember setember septmber sep sept septembre septiembre setiembre settembre setembro",
    "october ocotber oct oktober okt octobre octubre ottobre outubro",
    "november novemeber nov novembre noviembre novembro",
    "december decemeber dec dezember dez décembre déc decembre diciembre dic dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(NAMES_OF_MONTHS, 1) for name in names.split()}
NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er|º|ª|°)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
BOUND = r"(?<![\w./-])", r"(?![\w/-]|\.\d)"
YEAR_FIRST = re.compile(
    rf"(?<![\w.-]){YEAR}(?P<mark>[-./ ])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|\.\d)"
)
COMPACT = re.compile(r"(?<![\w./-])(?P<year>20\d\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])(?![\w/]|\.\d)")
YEAR_FIRST_NAMED = re.compile(rf"{YEAR}[-./, ]+(?P<name>{NAME})\b\.?[-./, ]+{DAY}(?!\d)", re.IGNORECASE)
IN_SIGNS = re.compile(
    rf"(?:{YEAR}\s*[年년]\s*)?(?P<month>1[0-2]|0?[1-9])\s*[月월]\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号일]"
)
MONTH_FIRST = re.compile(
    rf"\b(?P<name>{NAME})(?:\b|(?=\d\d?(?:st|nd|rd|th)))\.?[ -]?\s*{DAY}(?!\d|:\d)"
    rf"(?:\s*[-–—]\s*(?:(?:{NAME})\w*\.?\s*)?\d{{1,2}}(?:st|nd|rd|th)?(?!\d))?"
    rf"(?:[,.]?\s*(?:of\s+)?[\[(]?{YEAR}\b)?",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(
    rf"(?<![\w./:-]){DAY}\.?\s*(?:(?:of|de|di)\s+)?[-/ ]?\s*(?P<name>{NAME})\b\.?"
    rf"(?:[ ,'’-]*(?:del?\s+)?(?:{YEAR}|(?P<short>\d\d))\b(?!:\d))?",
    re.IGNORECASE,
)
NUMBERS = re.compile(
    rf"{BOUND[0]}(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?:(?P=mark)(?P<year>(?:19|20)\d\d|\d\d))?{BOUND[1]}"
)
SCHOOL_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)(?![\d/.-])")
FIRST_MONTH_OF_SCHOOL = 8
# Also as in 2020.2, its second term.
YEAR_ALONE = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(?:(?=\.[12](?!\d))|(?![\d/.]|-\d))")
HANDLE = re.compile(r"@\w+|https?://\S+")
# Between two dates of one session, and a further day of the same month: "14, 21 May", "March 5 and 12: …".
JOINT = re.compile(r"\s*(?:,|&|\+|\b(?:and|und|et|y)\b)\s*")
DAY_BEFORE = re.compile(rf"(?<![\w./:-])(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th|\.)?{JOINT.pattern}$")
FURTHER_DAY = re.compile(rf"{DAY}(?:,?\s{YEAR})?(?=\s*(?:(?:and|&)\s\d{{1,2}}\s*)?(?:$|[|)\n]|:(?!\d)))")
MOST_MONTHS, MOST_DAYS = 12, 31
CENTURY = 100
FEWEST_SHORT, FEW_DAYS = 3, 6
SHORTEST_JUMP = 6  # months: between two rows, only the end of a year jumps so far


class DayOrder(Enum):
    """What dates such as 03/04/2024 mean in this file."""

    UNKNOWN = auto()
    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    YEAR_FIRST = auto()  # 24-03-04; without a year, the month comes first


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, from `start` to `end`. `year` is None if the text has none."""

    start: int
    end: int
    month: int
    day: int
    year: int | None
    also: tuple[FoundDate, ...] = ()  # as in "March 5 and 12"; `end` is after all

    def in_year(self, year: int | None) -> date | None:
        """Return the day, or None if it does not exist or no year is known."""
        known = self.year or year
        try:
            return date(known, self.month, self.day) if known else None
        except ValueError:
            return None


def first_date(text: str, order: DayOrder = DayOrder.UNKNOWN, *, is_cell: bool = False) -> FoundDate | None:
    """Return the first date of a text. With `is_cell`, only a date is expected, so 02-21 and 21.2. count too."""
    dates = dates_in(text, order, is_cell=is_cell)
    return _with_further(text, dates) if dates else None


def _with_further(text: str, dates: Sequence[FoundDate]) -> FoundDate:
    """Return the first date with those that "and" or a comma joins to it, if they are whole weeks apart."""
    first, *others = dates
    if (earlier := DAY_BEFORE.search(text, 0, first.start)) and _is_weeks_before(int(earlier["day"]), first.day):
        return replace(first, start=earlier.start(), day=int(earlier["day"]), also=(first,))
    also: list[FoundDate] = []
    last, end = first, first.end
    while joint := JOINT.match(text, end):
        following = next((each for each in others if each.start == joint.end()), None)
        day = None if following else FURTHER_DAY.match(text, joint.end())
        if day and _is_weeks_before(last.day, int(day["day"])):
            following = replace(last, end=day.end(), day=int(day["day"]), year=int(day["year"] or 0) or None)
        if following is None or (following.month == last.month and not _is_weeks_before(last.day, following.day)):
            break
        also.append(replace(following, year=following.year or first.year))
        last, end = following, following.end
    return replace(first, end=end, year=first.year or (last.year if also else None), also=tuple(also))


def _is_weeks_before(day: int, other: int) -> bool:
    return day < other and (other - day) % 7 == 0


def is_only_dates(text: str) -> bool:
    """Return whether a text has only dates, one or several."""
    left = text
    for found in reversed(dates_in(text)):
        left = left[: found.start] + left[found.end :]
    return left != text and re.search(r"[^\W\d_]", left) is None


def dates_in(text: str, order: DayOrder = DayOrder.UNKNOWN, *, is_cell: bool = False) -> list[FoundDate]:
    """Return the dates that do not overlap, in order."""
    found: list[FoundDate] = []
    for pattern in (YEAR_FIRST, COMPACT, YEAR_FIRST_NAMED, IN_SIGNS, MONTH_FIRST, DAY_FIRST, NUMBERS):
        for match in pattern.finditer(text):
            read = _read(match, order, is_cell=is_cell)
            if read and not any(each.start < read.end and read.start < each.end for each in found):
                found.append(read)
    return sorted(found, key=lambda each: each.start)


def _read(match: re.Match[str], order: DayOrder, *, is_cell: bool = False) -> FoundDate | None:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    if parts.get("short"):
        year = 2000 + int(parts["short"])
    if "first" in parts:
        if parts["year"] is None and parts["mark"] != "/" and not is_cell:
            return None  # a version or a section, such as 3.1
        first, second = int(parts["first"]), int(parts["second"])
        if order is DayOrder.YEAR_FIRST and year is not None and year < CENTURY:
            first, second, year, order = second, year, first, DayOrder.MONTH_FIRST
            return _found(match, first, second, 2000 + year)
        is_dotted = parts["mark"] == "." and (year is not None or match.string.startswith(".", match.end()))
        by_dots = is_dotted and DayOrder.DAY_FIRST
        if is_cell and year is None:
            # As in "01.25 2024".
            beside = YEAR_ALONE.findall(match.string, match.end())
            year = int(beside[0]) if len(beside) == 1 else None
        is_known = order in {DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST}
        order = _order(first, second) or (order if is_known else by_dots or order)
        order = DayOrder.MONTH_FIRST if order is DayOrder.YEAR_FIRST else order
        if order is DayOrder.UNKNOWN:
            return None
        month, day = (first, second) if order is DayOrder.MONTH_FIRST else (second, first)
        year = year + 2000 if year is not None and year < 100 else year  # noqa: PLR2004
    else:
        month = MONTHS[parts["name"].casefold()] if parts.get("name") else int(parts["month"])
        day = int(parts["day"])
    return _found(match, month, day, year)


def _found(match: re.Match[str], month: int, day: int, year: int | None) -> FoundDate | None:
    if not (1 <= month <= MOST_MONTHS and 1 <= day <= MOST_DAYS):
        return None
    return FoundDate(match.start(), match.end(), month, day, year)


def _order(first: int, second: int) -> DayOrder | None:
    """Return which number is the day, if only one can be. "35-40" is no date, so none is."""
    if max(first, second) > MOST_DAYS or min(first, second) > MOST_MONTHS:
        return None
    if first > MOST_MONTHS:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > MOST_MONTHS else None


def day_order(texts: Iterable[str]) -> DayOrder:
    """Return how the file writes its dates, if one of them can only be read in one way and none contradicts it.

    If each can be read in both ways, the way counts that keeps them in order and evenly spaced.
    """
    written = [found for text in texts if (found := NUMBERS.search(text))]
    if _are_years_first(written):
        return DayOrder.YEAR_FIRST
    orders = _orders(found for found in written if found["year"] or found["mark"] == "/") or _orders(written)
    if len(orders) == 1:
        return orders.pop()
    if orders or len(written) < 3:  # noqa: PLR2004 - two dates show no rhythm
        return DayOrder.UNKNOWN
    even = [order for order in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST) if _is_even(written, order)]
    return even[0] if len(even) == 1 else DayOrder.UNKNOWN


def _are_years_first(written: Sequence[re.Match[str]]) -> bool:
    """Return whether the year comes first in 24-03-04: there are fewer years than days, and no month above 12."""
    short = [
        (found["first"], int(found["second"]), found["year"])
        for found in written
        if found["year"] and int(found["year"]) < CENTURY
    ]
    years, days = {first for first, _, _ in short}, {last for _, _, last in short}
    may_be = all(month <= MOST_MONTHS and int(last) <= MOST_DAYS for _, month, last in short)
    # Over several years, one day in each month looks alike both ways.
    is_like_days = len(days) > len(years) and max(map(int, days), default=0) - min(map(int, days), default=0) > FEW_DAYS
    return len(short) >= FEWEST_SHORT and may_be and is_like_days


def _orders(written: Iterable[re.Match[str]]) -> set[DayOrder]:
    """Return what these can mean. Possible numbers of pages or minutes, such as 10-15, count only on their own."""
    return {order for found in written if (order := _order(int(found["first"]), int(found["second"])))}


def _is_even(written: Sequence[re.Match[str]], order: DayOrder) -> bool:
    days = [read.in_year(2000) for found in written if (read := _read(found, order))]
    apart = {(later - earlier).days for earlier, later in pairwise(days) if earlier and later}
    return bool(apart) and all(gap % 7 == 0 for gap in apart)


class SchoolYear(NamedTuple):
    """A year such as 2019/20, from August to July."""

    first: int

    def at(self, month: int) -> int:
        return self.first if month >= FIRST_MONTH_OF_SCHOOL else self.first + 1


def year_in(text: str) -> int | SchoolYear | None:
    """Return the only year that a heading names. The 1998 of @ada1998 is none."""
    text = HANDLE.sub("", text)
    schools = {
        int(first) for first, second in SCHOOL_YEAR.findall(text) if int(second) % CENTURY == (int(first) + 1) % CENTURY
    }
    if len(schools) == 1:
        return SchoolYear(schools.pop())
    years = {int(year) for year in YEAR_ALONE.findall(text)}
    return years.pop() if len(years) == 1 else None


def with_years(
    found: Sequence[FoundDate | None], years: Sequence[int | SchoolYear | None], terms: Sequence[str]
) -> list[date | None]:
    """Return the days, one for each row. `years` are those of the headings above, which `terms` are.

    Below one heading, rows may cross the end of a year.
    """
    result: list[date | None] = []
    shift, before = 0, None
    heading = ""
    for one, year, term in zip(found, years, terms, strict=True):
        if term != heading:
            heading, shift, before = term, 0, None
        if one is None:
            result.append(None)
            continue
        if isinstance(year, SchoolYear):
            result.append(one.in_year(year.at(one.month)))
            continue
        if one.year is None and before is not None and abs(one.month - before) > SHORTEST_JUMP:
            shift += 1 if one.month < before else -1
        before = one.month
        result.append(one.in_year(year + shift if year else None))
    return _with_years_between(found, result)


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
