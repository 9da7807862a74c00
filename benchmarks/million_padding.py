"""Made-up papers that are as alike as real ones, for the benchmark of the search over a million papers.

A title follows a real one, and after each word may go on in another title that has this word too. A name before a colon
that few papers have is put together from two such names, and so are some of the authors' family names: a larger
collection has more names, not the same ones more often. Authors, year and venue are those of a third paper.

How often titles and names change is set so that beginnings of titles, names, and first authors with years are shared as
often as they would be among a million real papers, going by how that grows from 50,000 to 200,000 of them:
`likeness` measures it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zlib import crc32

from bot.core.papers.author_names import family_name
from bot.core.search.text import normalise
from bot.core.world_catalog.paper import WorldPaper

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

GOES_ON_ELSEWHERE, NEW_FAMILY = 0.3, 0.6
NEW_FAMILIES = 2  # for each real one
FEWEST_WORDS, MOST_WORDS = 3, 40
USUAL = 3  # papers with a name that is no longer coined, such as "Erratum:"
FOUND = 5  # papers of a list that somebody looks at
LONGEST_NAME = 24
MADE_UP = "made up"


class Padding:
    """Puts papers together from the real ones."""

    def __init__(self, real: Sequence[WorldPaper], rng: random.Random) -> None:
        self._real, self._rng = real, rng
        self._tokens: list[str] = []
        self._starts: list[int] = []
        self._places: dict[str, list[int]] = {}
        for paper in real:
            self._starts.append(len(self._tokens))
            for word in paper.title.split():
                self._places.setdefault(word, []).append(len(self._tokens))
                self._tokens.append(word)
            self._tokens.append("")
        firsts = Counter(self._tokens[start] for start in self._starts)
        self._coined = [word for word, count in firsts.items() if word.endswith(":") and count < USUAL]
        self._is_coined = frozenset(self._coined)
        self._families = [family_name(paper.authors[0]) for paper in real if paper.authors]

    def papers(self) -> Iterator[WorldPaper]:
        while True:
            third = self._rng.choice(self._real)
            authors = tuple(map(self._author, third.authors))
            yield WorldPaper(self._title(), authors, third.year, third.venue, sources=(MADE_UP,))

    def _title(self) -> str:
        while True:
            words: list[str] = []
            at, jumps = self._rng.choice(self._starts), 0
            while (word := self._tokens[at]) and len(words) < MOST_WORDS:
                words.append(word)
                if self._rng.random() < GOES_ON_ELSEWHERE:
                    other = self._rng.choice(self._places[word])
                    jumps += other != at
                    at = other
                at += 1
            if jumps and len(words) >= FEWEST_WORDS:
                if words[0] in self._is_coined:
                    words[0] = self._spliced(words[0], self._rng.choice(self._coined))
                return " ".join(words)

    def _author(self, name: str) -> str:
        if self._rng.random() >= NEW_FAMILY:
            return name
        *given, family = name.split(" ")
        other = self._families[crc32(f"{family}{self._rng.randrange(NEW_FAMILIES)}".encode()) % len(self._families)]
        return " ".join([*given, self._spliced(family, other).capitalize()])

    @staticmethod
    def _spliced(one: str, other: str) -> str:
        return one[: (len(one) + 1) // 2] + other[len(other) // 2 :]


def likeness(papers: Sequence[WorldPaper], asked: Iterable[WorldPaper]) -> dict[str, float]:
    """Return how likely a paper is among five that share each of its traits, if nothing else tells them apart."""
    counts: dict[str, Counter[str]] = {}
    for paper in papers:
        for trait, value in _traits(paper).items():
            counts.setdefault(trait, Counter())[value] += 1
    chances: dict[str, list[float]] = {}
    for paper in asked:
        for trait, value in _traits(paper).items():
            chances.setdefault(trait, []).append(min(1.0, FOUND / max(1, counts[trait][value])))
    return {trait: sum(values) / len(values) for trait, values in sorted(chances.items())}


def _traits(paper: WorldPaper) -> dict[str, str]:
    words = normalise(paper.title).split()
    traits = {"first four words": " ".join(words[:4])}
    name, colon, _ = paper.title.partition(":")
    if colon and len(name) <= LONGEST_NAME:
        traits["name before a colon"] = normalise(name)
    if paper.authors and paper.year:
        traits["first author and year"] = f"{normalise(family_name(paper.authors[0]))} {paper.year}"
    return traits
