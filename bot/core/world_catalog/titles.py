"""Finds papers by exactly their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.search.text import LONGEST_TITLE, squash

if TYPE_CHECKING:
    from bot.core.world_catalog.index import WordIndex

MOST_WITH_A_BEGINNING = 200


def titled(index: WordIndex, title: str) -> list[int]:
    """Return the papers with exactly this title, but for capitals, accents, spaces and punctuation."""
    wanted = squash(title, LONGEST_TITLE)
    if not wanted:
        return []
    candidates = index.candidates(index.called(wanted, MOST_WITH_A_BEGINNING))
    return sorted(paper.number for paper in candidates if squash(paper.title, LONGEST_TITLE) == wanted)
