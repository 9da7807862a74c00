"""Finds the year in a date, in whatever form it is written."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", re.ASCII)
COMPACT = re.compile(r"\D*(1[5-9]\d\d|20\d\d)\d{2,4}\D*", re.ASCII)  # 20190824


def year_in(*dates: str) -> int | None:
    """Return the first year in the dates, or None. They are tried in turn."""
    for date in dates:
        if match := YEAR.search(date[:100]) or COMPACT.fullmatch(date[:100]):
            return int(match[1])
    return None
