"""Completes dates in tables with months and days in separate columns, years in rows of their own, or 240229."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Block, Span, Spans, plain
from bot.core.schedules.dates import NAME, dates_in
from bot.core.schedules.words import ONLY_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTH = re.compile(rf"(?:{NAME})\.?,?(?: (?:19|20)\d\d)?", re.IGNORECASE)
DAY = re.compile(r"(?P<weekday>[^\W\d]{2,10}\.?,? )?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|\.)?", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
SIX_DIGITS = re.compile(r"(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])")
FEWEST_DAYS = 3
NAME_OF_DAYS = re.compile(r"days?|dates?|tag|jour|día", re.IGNORECASE)
DATE = "Date"


def with_whole_dates(rows: Sequence[Block]) -> Sequence[Block]:
    """Return the rows with "2 Sep 2025" for "Sep 2025" and "Tue 2"; the same rows if the table has no such columns."""
    rows = _with_marks(_with_years(rows))
    width = min(len(row.cells) for row in rows)
    texts = [[plain(cell) for cell in row.cells] for row in rows]
    months = next((at for at in range(width) if texts[0][at] and _all_match(MONTH, texts, at)), None)
    days = next((at for at in range(width) if at != months and _are_days(texts, at, rows[0].header)), None)
    if months is None or days is None:
        return rows
    found: list[Block] = []
    month = ""
    for row, cells in zip(rows, texts, strict=True):
        month = cells[months] or month
        written = DAY.fullmatch(cells[days])
        date = f"{written['day']} {month}" if written else ""
        whole = {months: (), days: (Span(date),) if dates_in(date) else ()}
        header = tuple({months: "", days: DATE}.get(at, name) for at, name in enumerate(row.header))
        spans = tuple(whole.get(at, cell) for at, cell in enumerate(row.cells))
        found.append(replace(row, cells=spans, header=header))
    return found


def _with_years(rows: Sequence[Block]) -> Sequence[Block]:
    """Return the rows with "May 3 2024" for "May 3" below a row that has only a year, without those rows."""
    found: list[Block] = []
    at, year = -1, ""
    for row in rows:
        filled = [
            (place, text) for place, cell in enumerate(row.cells) if not ONLY_MARKS.fullmatch(text := plain(cell))
        ]
        if len(row.cells) > 1 and len(filled) == 1 and YEAR.fullmatch(filled[0][1]):
            at, year = filled[0]
        elif year and at < len(row.cells) and [day.year for day in dates_in(plain(row.cells[at]))] == [None]:
            found.append(
                replace(row, cells=(*row.cells[:at], (Span(f"{plain(row.cells[at])} {year}"),), *row.cells[at + 1 :]))
            )
        else:
            found.append(row)
    return found or rows


def _with_marks(rows: Sequence[Block]) -> Sequence[Block]:
    """Return the rows with "2024-02-29" for "240229", if a column has only such numbers, in order from row to row."""
    for at in range(min(len(row.cells) for row in rows)):
        texts = [text for row in rows if (text := plain(row.cells[at]).strip("[]"))]
        written = [SIX_DIGITS.fullmatch(text) for text in texts]
        days = [found["year"] + found["month"] + found["day"] for found in written if found]
        if len(days) >= FEWEST_DAYS and len(days) == len(written) and days in (sorted(days), sorted(days)[::-1]):
            return [replace(row, cells=(*row.cells[:at], _marked(row.cells[at]), *row.cells[at + 1 :])) for row in rows]
    return rows


def _marked(cell: Spans) -> Spans:
    return tuple(replace(span, text=SIX_DIGITS.sub(r"20\g<year>-\g<month>-\g<day>", span.text)) for span in cell)


def _all_match(pattern: re.Pattern[str], texts: Sequence[Sequence[str]], at: int) -> bool:
    return all(pattern.fullmatch(cells[at]) for cells in texts if cells[at])


def _are_days(texts: Sequence[Sequence[str]], at: int, header: Sequence[str]) -> bool:
    """Return whether a column holds days of a month. Mere numbers are days only below "Day"; elsewhere they may count
    weeks.
    """
    if not any(cells[at] for cells in texts) or not _all_match(DAY, texts, at):
        return False
    is_named = at < len(header) and NAME_OF_DAYS.fullmatch(header[at]) is not None
    return is_named or all(written["weekday"] for cells in texts if (written := DAY.fullmatch(cells[at])))
