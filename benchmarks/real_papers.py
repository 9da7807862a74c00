"""Catalogs of real titles, authors and years, if a file with them is available; it is never part of the project.

Each line of the file is a record with `id`, `title`, `authors`, `year`, `venue` and, if known, `arxiv_id` and `doi`.
"""

from __future__ import annotations

import gzip
import json
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.papers.paper import Link, Paper, Tier
from bot.core.search.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTING = "REAL_PAPERS"
BESIDE_THE_PROJECT = Path(__file__).parents[2] / "shared" / "real-papers.jsonl.gz"
FEWEST_WORDS, LONGEST_TITLE = 4, 250
LONGEST_NAME = 32
TIERS = [Tier.MUST_READ, Tier.RECOMMENDED, Tier.FURTHER, Tier.ANCESTOR]


def file_of_real_papers() -> Path | None:
    """The file named in the environment variable REAL_PAPERS, or one in a folder next to the project."""
    file = Path(os.environ.get(SETTING) or BESIDE_THE_PROJECT)
    return file if file.exists() else None


def real_papers(file: Path, count: int, seed: int = 2017) -> list[Paper]:
    """`count` papers with different titles, chosen at random; raises ValueError if the file has fewer."""
    usable = list(records(file))
    if len(usable) < count:
        raise ValueError(f"{file} has {len(usable):,} usable papers; {count:,} are needed")
    rng = random.Random(seed)
    papers: list[Paper] = []
    for number, record in enumerate(rng.sample(usable, count)):
        cited = {rng.randrange(number) for _ in range(rng.randint(0, 4))} if number else set[int]()
        builds_on = tuple(Link(papers[older].key, "", "") for older in sorted(cited))
        papers.append(_paper(record, rng.choices(TIERS, [1, 5, 20, 100])[0], builds_on))
    return papers


def records(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the records with usable and different titles."""
    seen: set[str] = set()
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title = normalise(record["title"])
            usable = len(title.split()) >= FEWEST_WORDS and len(record["title"]) <= LONGEST_TITLE and record["authors"]
            if usable and title not in seen:
                seen.add(title)
                yield record


def _paper(record: dict[str, Any], tier: Tier, builds_on: tuple[Link, ...]) -> Paper:
    name, colon, _ = record["title"].partition(":")
    return Paper(
        key=record["id"],
        title=record["title"],
        short_name=name if colon and len(name) <= LONGEST_NAME else " ".join(record["title"].split()[:3]),
        authors=tuple(record["authors"]),
        year=record["year"],
        venue=record["venue"] or "",
        url=f"https://example.org/{record['id']}",
        tier=tier,
        topics=(),
        contribution="",
        why_it_matters="",
        arxiv_id=record.get("arxiv_id"),
        doi=record.get("doi"),
        builds_on=builds_on,
    )
