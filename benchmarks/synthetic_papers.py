"""Catalogs of any size whose titles, names and authors are recombined from the real ones. Seeded."""

from __future__ import annotations

import random
import string
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.core.papers.paper import Link, Paper, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST_TITLE, LONGEST_TITLE = 5, 14
TIERS = [Tier.MUST_READ, Tier.RECOMMENDED, Tier.FURTHER, Tier.ANCESTOR]


def synthetic_papers(real: Sequence[Paper], count: int, seed: int = 2017) -> list[Paper]:
    """`count` papers with different titles: each title is a chain of word pairs from real titles."""
    rng = random.Random(seed)
    titles = _Titles(real, rng)
    given = [author.rpartition(" ")[0] for paper in real for author in paper.authors]
    families = [author.rpartition(" ")[2] for paper in real for author in paper.authors]
    papers: list[Paper] = []
    for number in range(count):
        name = titles.name() if rng.random() < 0.4 else ""
        title = titles.title(name)
        year = rng.randint(2012, 2025)
        arxiv_id = f"{year % 100:02}{rng.randint(1, 12):02}.{number % 100_000:05}"
        cited = {rng.randrange(number) for _ in range(rng.randint(0, 4))} if number else set[int]()
        papers.append(
            Paper(
                key=f"{name.lower() or title.split()[0].lower().strip(':,')}-{number}",
                title=title,
                short_name=name or " ".join(title.split()[:3]),
                authors=tuple(f"{rng.choice(given)} {rng.choice(families)}" for _ in range(rng.randint(1, 8))),
                year=year,
                venue="",
                url=f"https://arxiv.org/abs/{arxiv_id}",
                tier=rng.choices(TIERS, [1, 5, 20, 100])[0],
                topics=(),
                contribution="",
                why_it_matters="",
                venue_year=year + rng.randint(0, 1),
                arxiv_id=arxiv_id,
                builds_on=tuple(Link(papers[older].key, "", "") for older in sorted(cited)),
            )
        )
    return papers


class _Titles:
    def __init__(self, real: Sequence[Paper], rng: random.Random) -> None:
        self._rng = rng
        self._next: dict[str, list[str]] = defaultdict(list)
        self._openings: list[str] = []
        self._seen: set[str] = set()
        parts: set[str] = set()
        for paper in real:
            words = paper.title.partition(":")[2].split() or paper.title.split()
            self._openings.append(words[0])
            for word, following in zip(words, [*words[1:], ""], strict=True):
                self._next[word].append(following)
            parts |= {part for part in paper.short_name.replace("-", " ").split() if part.isalpha() and len(part) < 10}
        self._capitalised = sorted(word for word in self._next if word[0].isupper())
        self._name_parts = sorted(parts)

    def name(self) -> str:
        """Two halves of real short names, like names of new models: "FlashGPT", "MambaNet2"."""
        ending = self._rng.choice(["", "", "", "2", "3", "-XL", "Net", self._rng.choice(string.ascii_uppercase)])
        return "".join(part[0].upper() + part[1:] for part in self._rng.sample(self._name_parts, 2)) + ending

    def title(self, name: str) -> str:
        while True:
            words = [self._rng.choice(self._openings)]
            while len(words) < LONGEST_TITLE and (following := self._rng.choice(self._next[words[-1]])):
                words.append(following)
            title = f"{name}: {' '.join(words)}" if name else " ".join(words)
            if len(words) >= SHORTEST_TITLE and title not in self._seen:
                self._seen.add(title)
                return title
            if self._rng.random() < 0.5:  # few titles are left that consist only of pairs
                self._openings.append(self._rng.choice(self._capitalised))
