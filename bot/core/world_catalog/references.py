"""Where titles may begin in a pasted reference: "[7] A. Vaswani et al., “Attention is all you need,” NIPS, 2017"."""

from __future__ import annotations

import re

from bot.core.search.text import LONGEST_QUERY, squash
from bot.core.world_catalog.index_entries import LONGEST_BEGINNING

MOST_PLACES = 12
SHORTEST_TITLE = 10  # letters
PLACE = re.compile(r"[.,:;!?\"“”„«‘’=|{}()\[\]\n]+\s*|\s[-–—]\s")


def beginnings_inside(query: str) -> list[str]:
    """Return the first letters of what follows each sign, and of the shorter parts between signs."""
    text = query[:LONGEST_QUERY]
    places = [0, *(match.end() for match in PLACE.finditer(text))]
    found: dict[str, None] = {}
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        following, part = squash(text[start:])[:LONGEST_BEGINNING], squash(text[start:end])
        for letters in (following, part):
            if SHORTEST_TITLE <= len(letters) <= LONGEST_BEGINNING:
                found[letters] = None
    return list(found)[: 2 * MOST_PLACES]
