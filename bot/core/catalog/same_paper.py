"""Recognizes a paper that is there already: by its arXiv id, its DOI, or nearly the same title."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import MatchedBy
from bot.core.papers.ids import ARXIV_DOI
from bot.core.papers.likeness import KnownWorks, Work
from bot.core.papers.title_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells papers apart. `year` is None if it is unknown."""

    title: str
    arxiv_id: str | None = None
    doi: str | None = None
    year: int | None = None

    @property
    def arxiv(self) -> str | None:
        """The arXiv id. A DOI of arXiv is the same."""
        found = self.arxiv_id or (self.doi if (self.doi or "").lower().startswith(ARXIV_DOI) else None)
        return found.lower().removeprefix(ARXIV_DOI) if found else None

    @property
    def publishers(self) -> str | None:
        """The DOI, unless it is one of arXiv."""
        doi = (self.doi or "").lower()
        return doi if doi and not doi.startswith(ARXIV_DOI) else None


@dataclass(frozen=True, slots=True)
class PaperMatch:
    key: str
    by: MatchedBy


@dataclass(slots=True)
class SamePapers:
    """Papers by everything that identifies them. A paper found by a nearly equal title has no other id of its kind."""

    _by_arxiv: dict[str, str] = field(default_factory=dict)
    _by_doi: dict[str, str] = field(default_factory=dict)
    _by_title: dict[str, str] = field(default_factory=dict)
    # Filled the first time that no paper has exactly the title that is looked for.
    _works: KnownWorks[str] = field(default_factory=KnownWorks)
    _to_index: list[tuple[str, Identity]] = field(default_factory=list)

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> SamePapers:
        known = cls()
        for paper in papers:
            for title in (paper.title, *paper.other_titles):
                known.add(paper.key, Identity(title, paper.arxiv_id, paper.doi, paper.year or None))
        return known

    def add(self, key: str, identity: Identity, known_title_key: str = "") -> None:
        """Add a paper. Whatever was there first stays."""
        if identity.arxiv:
            self._by_arxiv.setdefault(identity.arxiv, key)
        if identity.publishers:
            self._by_doi.setdefault(identity.publishers, key)
        self._by_title.setdefault(known_title_key or title_key(identity.title), key)
        self._to_index.append((key, identity))

    def find(self, identity: Identity) -> PaperMatch | None:
        """Return the same paper, recognized by the surest sign."""
        if key := self._by_arxiv.get(identity.arxiv or ""):
            return PaperMatch(key, MatchedBy.ARXIV)
        if key := self._by_doi.get(identity.publishers or ""):
            return PaperMatch(key, MatchedBy.DOI)
        if key := self.titled(identity.title):
            return PaperMatch(key, MatchedBy.TITLE)
        key = self._nearly(identity)
        return PaperMatch(key, MatchedBy.TITLE) if key else None

    def titled(self, title: str) -> str | None:
        """Return the key of the paper with exactly this title, but for case, accents and punctuation."""
        return self._by_title.get(title_key(title))

    def _nearly(self, identity: Identity) -> str | None:
        for key, known in self._to_index:
            self._works.add(key, _work(known))
        self._to_index.clear()
        return self._works.near(_work(identity))


def title_key(title: str) -> str:
    """Return the form in which titles are compared: without case, accents, spaces and punctuation."""
    return letters_of(title) or " ".join(title.casefold().split())


def _work(identity: Identity) -> Work:
    return Work(identity.title, year=identity.year, arxiv_id=identity.arxiv, doi=identity.publishers)
