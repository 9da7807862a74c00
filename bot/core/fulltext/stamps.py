"""Reads the stamp that arXiv prints on the margin of a first page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.papers.ids import arxiv_id

if TYPE_CHECKING:
    from collections.abc import Iterable

# Unlike a citation, it has a category in brackets after the id: arXiv:2106.09685v2 [cs.CL] 16 Oct 2021
STAMP = re.compile(r"arXiv:\s?(?P<id>[\w.-]{1,20}(?:/\d{7})?)v\d{1,2}\s{0,3}\[[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?\]")


def stamped_id(first_page: Iterable[str]) -> str | None:
    """Return the id without its version; None if there is no stamp, or if there are stamps with different ids."""
    found = {read.id for line in first_page for each in STAMP.finditer(line) if (read := arxiv_id(each["id"]))}
    return found.pop() if len(found) == 1 else None
