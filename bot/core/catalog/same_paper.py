"""Recognizes a paper that is there already: by its arXiv id, its DOI, or nearly the same title."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.core.catalog.own_papers import MatchedBy
from bot.core.fulltext.matching import letters_of
from bot.core.papers.ids import ARXIV_DOI
from bot.core.search.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.papers.paper import Paper

# A slip of the pen makes "Efficent" of "Efficient". Shorter words are often different words: "few" and "new".
SHORTEST_SLIPPED, MOST_SLIPPED = 5, 2
SHORTEST_TITLE = 20  # letters, for titles that only nearly agree
MOST_YEARS_APART = 4


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
class Match:
    key: str
    by: MatchedBy


@dataclass(slots=True)
class SamePapers:
    """Papers by everything that identifies them. A paper found by a nearly equal title has no other id of its kind."""

    _by_arxiv: dict[str, str] = field(default_factory=dict)
    _by_doi: dict[str, str] = field(default_factory=dict)
    _by_title: dict[str, str] = field(default_factory=dict)
    # By the words' initials: a word with a slip keeps its first letter. Built when a title is first looked for so.
    _by_initials: dict[str, list[tuple[list[str], str, Identity]]] = field(default_factory=dict)
    _to_index: list[tuple[str, Identity]] = field(default_factory=list)

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> SamePapers:
        known = cls()
        for paper in papers:
            for title in (paper.title, *paper.other_titles):
                known.add(paper.key, Identity(title, paper.arxiv_id, paper.doi, paper.year or None))
        return known

    def add(self, key: str, identity: Identity, known_title_key: str = "") -> None:
        """Whatever was there first stays."""
        if identity.arxiv:
            self._by_arxiv.setdefault(identity.arxiv, key)
        if identity.publishers:
            self._by_doi.setdefault(identity.publishers, key)
        self._by_title.setdefault(known_title_key or title_key(identity.title), key)
        self._to_index.append((key, identity))

    def find(self, identity: Identity) -> Match | None:
        """Return the paper that it is, by the surest sign."""
        if key := self._by_arxiv.get(identity.arxiv or ""):
            return Match(key, MatchedBy.ARXIV)
        if key := self._by_doi.get(identity.publishers or ""):
            return Match(key, MatchedBy.DOI)
        if key := self.titled(identity.title):
            return Match(key, MatchedBy.TITLE)
        key = self._nearly(identity)
        return Match(key, MatchedBy.TITLE) if key else None

    def titled(self, title: str) -> str | None:
        """Return the key of the paper with exactly this title, but for case, accents and punctuation."""
        return self._by_title.get(title_key(title))

    def _nearly(self, identity: Identity) -> str | None:
        words = _words(identity.title)
        if sum(map(len, words)) < SHORTEST_TITLE:
            return None
        self._index()
        alike = self._by_initials.get(_initials(words), ())
        found = (key for others, key, other in alike if _slips_only(words, others) and _may_be_same(identity, other))
        return next(found, None)

    def _index(self) -> None:
        for key, identity in self._to_index:
            words = _words(identity.title)
            self._by_initials.setdefault(_initials(words), []).append((words, key, identity))
        self._to_index.clear()


def title_key(title: str) -> str:
    """Return the form in which titles are compared: without case, accents, spaces and punctuation."""
    return letters_of(title) or " ".join(title.casefold().split())


def _words(title: str) -> list[str]:
    return normalise(title).split()


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def _slips_only(words: list[str], others: list[str]) -> bool:
    """Return whether a few longer words differ by one letter each."""
    different = [(one, other) for one, other in zip(words, others, strict=True) if one != other]
    return len(different) <= MOST_SLIPPED and all(_is_slip(one, other) for one, other in different)


def _is_slip(one: str, other: str) -> bool:
    is_long = min(len(one), len(other)) >= SHORTEST_SLIPPED
    has_digits = any(char.isdigit() for char in one + other)
    return is_long and not has_digits and OSA.distance(one, other, score_cutoff=1) <= 1


def _may_be_same(one: Identity, other: Identity) -> bool:
    """Return whether nothing says that the papers differ: two ids of a kind, or years far apart."""
    ids = ((one.arxiv, other.arxiv), (one.publishers, other.publishers))
    if any(mine and theirs for mine, theirs in ids):
        return False
    return not one.year or not other.year or abs(one.year - other.year) <= MOST_YEARS_APART
