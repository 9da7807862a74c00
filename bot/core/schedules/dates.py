"""Finds the date in a line of a schedule. A date that could be two different days doesn't count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.schedules.weekdays import weekday_around

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
    rf"(?:[,.]?\s*(?:of\s+)?[\[(]?(?:{YEAR}|['’](?P<short>\d\d))\b)?",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(
    rf"(?<![\w./:-]){DAY}\.?\s*(?:(?:of|de|di)\s+)?[-/ ]?\s*(?P<name>{NAME})\b\.?"
    rf"(?:[ ,'’-]*(?:del?\s+)?(?:{YEAR}|(?P<short>\d\d))\b(?!:\d))?",
    re.IGNORECASE,
)
# "10 Jan 24" in front of a line, or where the day of the week shows it; elsewhere 10 may count the sessions.
SHORT_YEAR = re.compile(
    rf"(?<![\w./:-])(?P<day>3[01]|[12]\d|0?[1-9])(?P<mark>[ -])(?P<name>{NAME})\.?(?P=mark)['’]?(?P<short>[0-3]\d)\b"
    r"(?!\s?[-–:.]\s?\d|\s?(?:[ap]\.?m\b|h\b|noon|uhr|o['’]clock))",
    re.IGNORECASE,
)
NUMBERS = re.compile(
    rf"{BOUND[0]}(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?:(?P=mark)(?P<year>(?:19|20)\d\d|\d\d))?{BOUND[1]}"
)
# Also as in 2020.2, its second term.
YEAR_ALONE = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(?:(?=\.[12](?!\d))|(?![\d/.]|-\d))")
# Between two dates of one session, and a further day of the same month: "14, 21 May", "March 5 and 12: …".
JOINT = re.compile(r"\s*(?:,|&|\+|\b(?:and|und|et|y)\b)\s*")
DAY_BEFORE = re.compile(rf"(?<![\w./:-])(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th|\.)?{JOINT.pattern}$")
FURTHER_DAY = re.compile(rf"{DAY}(?:,?\s{YEAR})?(?=\s*(?:(?:and|&)\s\d{{1,2}}\s*)?(?:$|[|)\n]|:(?!\d)))")
MOST_MONTHS, MOST_DAYS = 12, 31
DAYS_OF_A_MONTH = 30.4  # on average
CENTURY = 100
FEWEST_SHORT, FEW_DAYS = 3, 6


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
    weekday: int | None = None  # that stands next to it; Monday is 0

    @property
    def number(self) -> int:
        """Return which day of the year it is, by about a day."""
        return round((self.month - 1) * DAYS_OF_A_MONTH) + self.day

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
    for pattern in (YEAR_FIRST, COMPACT, YEAR_FIRST_NAMED, IN_SIGNS, SHORT_YEAR, MONTH_FIRST, DAY_FIRST, NUMBERS):
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
        if match.re is SHORT_YEAR and not _has_short_year(match, year):
            return None
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
        year = year + 2000 if year is not None and year < CENTURY else year
    else:
        month = MONTHS[parts["name"].casefold()] if parts.get("name") else int(parts["month"])
        day = int(parts["day"])
    return _found(match, month, day, year)


def _has_short_year(match: re.Match[str], year: int) -> bool:
    """Return whether the last number is the year. If there is a day of the week, it decides."""
    found = _found(match, MONTHS[match["name"].casefold()], int(match["day"]), year)
    weekday, day = (found.weekday, found.in_year(None)) if found else (None, None)
    if weekday is not None:
        return day is not None and day.weekday() == weekday
    return re.search(r"\w", match.string[: match.start()]) is None


def _found(match: re.Match[str], month: int, day: int, year: int | None) -> FoundDate | None:
    if not (1 <= month <= MOST_MONTHS and 1 <= day <= MOST_DAYS):
        return None
    weekday = weekday_around(match.string, match.start(), match.end())
    return FoundDate(match.start(), match.end(), month, day, year, weekday=weekday)


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
