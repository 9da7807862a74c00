"""Which year a paper is from."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STAMP = re.compile(r"arXiv:(\d\d)(?:0[1-9]|1[0-2])\.\d{4,5}")
OLD_STAMP = re.compile(r"arXiv:[a-z-]+(?:\.[A-Z]{2})?/(\d\d)\d{5}")
YEAR = re.compile(r"(?<![\d.\w-])((?:19[5-9]|20[0-4])\d)(?![\d\w])")
FIRST_CENTURY = 50  # two-digit years above this are of the twentieth century


def year_of_paper(first_page: Sequence[str], cited: Sequence[int]) -> tuple[int | None, bool]:
    """Return the year of the first version, and whether the file states it.

    It is that of arXiv's stamp, else one on the first page. A file that states no year gets the newest that it cites.
    """
    for line in first_page:
        if found := STAMP.search(line) or OLD_STAMP.search(line):
            digits = int(found[1])
            return (1900 if digits > FIRST_CENTURY else 2000) + digits, True
    newest = max(_plausible(cited), default=None)
    named = Counter(int(year) for line in first_page for year in YEAR.findall(line) if _names_a_venue(line))
    near = [year for year in named if newest is None or newest <= year <= newest + 2]
    return (max(near), True) if near else (newest, False)


def _names_a_venue(line: str) -> bool:
    return bool(
        re.search(r"conference|proceedings|workshop|copyright|©|\bpublished|preprint|journal|[A-Z]{3,}|, 20", line)
    )


def _plausible(cited: Sequence[int]) -> list[int]:
    """Drop newest years that were probably misread: more than a year later than all others."""
    ordered = sorted(cited)
    while len(ordered) > 2 and ordered[-1] - ordered[-2] > 1:  # noqa: PLR2004
        ordered.pop()
    return ordered
