"""Finds papers by the initials of their titles, without keeping a string for each."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

from bot.core.search.text import LONGEST_TITLE, normalise
from bot.core.search.words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.papers.paper import Paper

SHORTEST, LONGEST = 3, 8
PAPER_BITS = 22  # four million papers; the other 42 bits hold eight letters or digits
MOST_PAPERS = 48
SYMBOLS = {symbol: value for value, symbol in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", start=1)}


class Acronyms:
    """(acronym, paper's number) pairs as one sorted array of 8 bytes each. Numbers start with the best-known paper."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        packed = ((_packed(initials), paper) for initials, paper in entries)
        self._entries = array("Q", sorted({code << PAPER_BITS | paper for code, paper in packed if code is not None}))

    def papers(self, initials: str) -> list[int]:
        """Return up to 48 papers with these initials, best known first."""
        code = _packed(initials)
        if code is None:
            return []
        start = bisect_left(self._entries, code << PAPER_BITS)
        end = bisect_left(self._entries, code + 1 << PAPER_BITS, start, min(len(self._entries), start + MOST_PAPERS))
        return [entry & (1 << PAPER_BITS) - 1 for entry in self._entries[start:end]]


def acronyms(paper: Paper) -> set[str]:
    """Return the acronyms of each title's parts: from all words, from those that matter, and from the beginning.

    The text before a colon is a part of its own: "Direct Preference Optimization: …" → dpo.
    """
    found: set[str] = set()
    for part in (part for title in (paper.title, *paper.other_titles) for part in re.split(r"[:?]", title)):
        words = normalise(part, LONGEST_TITLE).split()
        telling = [word for word in words if word not in STOP_WORDS]
        for chosen in (words, telling):
            initials = "".join(word[0] for word in chosen)
            found |= {initials, initials[:3]}
    return found


def _packed(initials: str) -> int | None:
    if not SHORTEST <= len(initials) <= LONGEST:
        return None
    code = 0
    for symbol in initials.ljust(LONGEST):
        value = SYMBOLS.get(symbol, 0)
        if not value and symbol != " ":
            return None
        code = code * (len(SYMBOLS) + 1) + value
    return code
