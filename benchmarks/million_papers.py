"""A million papers for a catalogue file: real ones, and others that are put together from them.

The others are as alike as real ones would be (`benchmarks/million_padding.py`). With `halves`, they are what they were
in the first version: the first half of one real title and the second half of another, at a word near the middle, and
the authors, the year and the venue of a third. That repeats each beginning of a title, each name before a colon, and
each first author with a year five times, so fewer queries have one right answer. None has an id. All are shuffled, so
that well known papers are of both kinds. Without a file of real papers, titles of the shipped catalog are recombined.
"""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.million_padding import MADE_UP, Padding
from benchmarks.real_papers import SETTING, file_of_real_papers, records
from benchmarks.synthetic_papers import synthetic_papers
from bot.core.world_catalog.paper import WorldPaper
from bot.storage.papers.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CATALOG = Path(__file__).parent.parent / "data" / "papers.json"
MOST_SYNTHETIC = 2_000
FEWEST_READ = 20_000  # of the real ones, so that even a small file has some to choose from
REAL = "real"


def million(count: int, seed: int = 16, *, halves: bool = False) -> list[WorldPaper]:
    """Return so many papers, in the order in which they are known. `sources` says which are real."""
    rng = random.Random(seed)
    real = _real(count)
    rng.shuffle(real)
    papers = real[:count]
    if missing := count - len(papers):
        papers += islice(_halves(real, rng) if halves else Padding(real, rng).papers(), missing)
    rng.shuffle(papers)
    return papers


def said_of(count: int, *, halves: bool = False) -> str:
    """Return where the titles are from."""
    file = file_of_real_papers()
    if file is None:
        return f"titles: recombined from the shipped ones; no file of real ones, name one in {SETTING}"
    real = sum(1 for _ in islice(records(file), count))
    made_up = max(0, count - real)
    how = "from halves of two of them" if halves else "word by word from several of them, with some new names"
    return f"titles: {count - made_up:,} real, from {file.name}; {made_up:,} put together {how}"


def _real(count: int) -> list[WorldPaper]:
    file = file_of_real_papers()
    if file is None:
        made = synthetic_papers(list(load_catalog(CATALOG)), min(count, MOST_SYNTHETIC))
        return [
            WorldPaper(each.title, each.authors, each.year, each.venue, each.arxiv_id, each.doi, sources=(REAL,))
            for each in made
        ]
    return [
        WorldPaper(
            each["title"],
            tuple(each["authors"]),
            each["year"],
            each["venue"] or "",
            each.get("arxiv_id"),
            (each.get("doi") or "").lower() or None,
            sources=(REAL,),
        )
        for each in islice(records(file), max(count * 2, FEWEST_READ))
    ]


def _halves(real: Sequence[WorldPaper], rng: random.Random) -> Iterator[WorldPaper]:
    while True:
        one, other, third = rng.choice(real), rng.choice(real), rng.choice(real)
        left, right = one.title.split(), other.title.split()
        title = " ".join([*left[: (len(left) + 1) // 2], *right[len(right) // 2 :]])
        yield WorldPaper(title, third.authors, third.year, third.venue, sources=(MADE_UP,))
