"""Puts dates together in tables where the month stands once, in a merged cell, and the days beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import Block, Span, plain
from bot.core.schedule.dates import NAME, dates_in

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTH = re.compile(rf"(?:{NAME})\.?,?(?: (?:19|20)\d\d)?", re.IGNORECASE)
DAY = re.compile(r"(?P<weekday>[^\W\d]{2,10}\.?,? )?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|\.)?", re.IGNORECASE)
NAME_OF_DAYS = re.compile(r"days?|dates?|tag|jour|día", re.IGNORECASE)
DATE = "Date"


def with_whole_dates(rows: Sequence[Block]) -> Sequence[Block]:
    """Return the rows with "2 Sep 2025" for "Sep 2025" and "Tue 2"; the same rows if the table has no such columns."""
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


def _all_match(pattern: re.Pattern[str], texts: Sequence[Sequence[str]], at: int) -> bool:
    return all(pattern.fullmatch(cells[at]) for cells in texts if cells[at])


def _are_days(texts: Sequence[Sequence[str]], at: int, header: Sequence[str]) -> bool:
    """Return whether a column holds days of a month. A mere number is one below "Day" only; it may count weeks."""
    if not any(cells[at] for cells in texts) or not _all_match(DAY, texts, at):
        return False
    is_named = at < len(header) and NAME_OF_DAYS.fullmatch(header[at]) is not None
    return is_named or all(written["weekday"] for cells in texts if (written := DAY.fullmatch(cells[at])))
