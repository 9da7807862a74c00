"""Finds a reference among papers that are known already, by arXiv id, DOI or title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.core.papers.title_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.papers.paper import Paper

CLOSE = 92  # of 100: a slip of a letter or two in a title of usual length
SHORTEST_FOR_CLOSE = 20  # letters
UNLIKE = 35  # of 100: if the titles are less alike than this, the id is wrong
MOST_YEARS_APART = 4


class KnownPapers:
    """Papers by everything that can name them."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers: dict[str, Paper] = {}
        self._by_id: dict[str, str] = {}
        self._by_title: dict[str, str] = {}
        for paper in papers:
            self._papers[paper.key] = paper
            for name in (paper.arxiv_id, paper.doi):
                if name:
                    self._by_id[name.casefold()] = paper.key
            for title in (paper.title, *paper.other_titles):
                self._by_title[letters_of(title)] = paper.key

    def key_of(self, title: str, year: int | None, arxiv_id: str | None, doi: str | None) -> str | None:
        """Return the key of the paper, or None."""
        letters = letters_of(title)
        for name in (arxiv_id, doi):
            key = self._by_id.get((name or "").casefold())
            if key and (not letters or fuzz.ratio(letters, letters_of(self._papers[key].title)) > UNLIKE):
                return key
        if key := self._by_title.get(letters):
            return key
        if len(letters) < SHORTEST_FOR_CLOSE:
            return None
        close = process.extractOne(letters, list(self._by_title), scorer=fuzz.ratio, score_cutoff=CLOSE)
        key = self._by_title[close[0]] if close else None
        return key if key and self._is_near(key, year) else None

    def titled(self, title: str) -> str | None:
        """Return the key of the paper with exactly this title, but for capitals, accents and punctuation."""
        letters = letters_of(title)
        return self._by_title.get(letters) if letters else None

    def _is_near(self, key: str, year: int | None) -> bool:
        return year is None or any(abs(year - each) <= MOST_YEARS_APART for each in self._papers[key].years)
