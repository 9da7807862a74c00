"""How long an import takes, how large its file gets, how well it finds duplicates: `--papers 1000000` for a million.

It needs the file of real papers (`benchmarks/real_papers.py`). They are split into dumps in the layouts of Semantic
Scholar, OpenAlex and our own. If more papers are wanted than there are, each further one has two halves of different
titles and the authors of a third, so words and names are as common as in real ones. One paper in ten is in a second
dump: with its id, with its DOI in capitals, or only with its title as people type it. Times are of processors, since
machines are busy.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from benchmarks.aims import Result, aim
from benchmarks.likeness import WAYS
from benchmarks.real_papers import SETTING, file_of_real_papers
from bot.core.world_catalog.paper import name_number
from bot.services.world_catalog.importing import Wishes, import_files
from bot.storage.world_catalog.opening import open_catalogue_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.world_catalog.importing import Stage

SEED = 16
PAPERS, WHOLE = 100_000, 1_000_000
SECOND_SHARE = 0.1
MOST_SECONDS = 480  # of two processors in four minutes, for a million
MOST_MIB = 600
LEAST_FOUND = 0.97
CITED = 12
TYPED = [way for way in WAYS if way not in {"two slips", "without the subtitle"}]


def numbered_papers(file: Path, count: int) -> Iterator[dict[str, Any]]:
    """Yield real papers, and after them recombined ones."""
    chance = random.Random(SEED)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        real = [json.loads(line) for line in lines]
    yield from real[:count]
    for number in range(len(real), count):
        one, two, three = chance.choices(real, k=3)
        start, end = one["title"].split(), two["title"].split()
        title = " ".join(start[: (len(start) + 1) // 2] + end[len(end) // 2 :])
        yield {**three, "id": f"x{number}", "title": title, "doi": f"10.5555/made.{number}", "arxiv_id": None}


def write_dumps(file: Path, folder: Path, count: int) -> tuple[list[Path], list[tuple[int, str]]]:
    """Return the dumps, and pairs of the same paper: its number at Semantic Scholar, and another id of it."""
    chance = random.Random(SEED)
    pairs: list[tuple[int, str]] = []
    names = [folder / f"{name}.jsonl.gz" for name in ("papers", "works", "own")]
    with (
        gzip.open(names[0], "wt", compresslevel=1) as papers,
        gzip.open(names[1], "wt", compresslevel=1) as works,
        gzip.open(names[2], "wt", compresslevel=1) as own,
    ):
        for number, paper in enumerate(numbered_papers(file, count)):
            _write(papers, _at_semantic_scholar(paper, number, chance))
            if chance.random() < SECOND_SHARE:
                way = chance.choice(["id", "doi", *TYPED])
                if way == "id":
                    _write(works, _at_openalex(paper, number, chance))
                    pairs.append((number, f"openalex:w{number}"))
                else:
                    _write(own, _retyped(paper, number, way, chance))
                    pairs.append((number, f"10.9999/own.{number}"))
    return names, pairs


def _write(file: IO[str], record: dict[str, Any]) -> None:
    file.write(json.dumps(record) + "\n")


def _at_semantic_scholar(paper: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "corpusid": number,
        "externalids": {"ArXiv": paper.get("arxiv_id"), "DOI": paper.get("doi"), "CorpusId": str(number)},
        "url": f"https://www.semanticscholar.org/paper/{number}",
        "title": paper["title"],
        "authors": [{"authorId": "1", "name": name} for name in paper["authors"]],
        "venue": paper["venue"],
        "year": paper["year"],
        "citationcount": int(chance.paretovariate(0.8)) - 1,
        "s2fieldsofstudy": [{"category": "Computer Science", "source": "s2-fos-model"}],
    }


def _at_openalex(paper: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    doi = paper.get("doi") or (f"10.48550/arxiv.{paper['arxiv_id']}" if paper.get("arxiv_id") else None)
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": paper["title"].upper(),
        "publication_year": paper["year"] + chance.choice([0, 0, 1]),
        "authorships": [{"author": {"display_name": name}, "institutions": []} for name in paper["authors"]],
        "primary_location": {"source": {"display_name": paper["venue"]}, "license": "cc-by"},
        "cited_by_count": 3,
        "referenced_works": [f"https://openalex.org/W{chance.randrange(number + 1)}" for _ in range(CITED)],
        "abstract_inverted_index": {word: [at] for at, word in enumerate(paper["title"].split() * 8)},
    }


def _retyped(paper: dict[str, Any], number: int, way: str, chance: random.Random) -> dict[str, Any]:
    """Return the paper with a DOI of its own elsewhere, unless the DOI is what it has in common."""
    title = WAYS[way](paper["title"], chance) if way in WAYS else paper["title"]
    authors = paper["authors"][: chance.choice([3, 30])]
    doi = (paper.get("doi") or "").upper() if way == "doi" else ""
    return {
        "title": title,
        "authors": authors,
        "year": paper["year"] + chance.choice([-1, 0, 0, 1]),
        "doi": doi or None,
        "references": [],
        "arxiv_id": None,
        "way": way,
        "venue": f"own {number}",
    }


def _found(target: Path, pairs: list[tuple[int, str]]) -> tuple[int, int]:
    """Return how many pairs share a paper, and how many papers have two numbers of Semantic Scholar."""
    with closing(open_catalogue_file(target)) as connection:
        papers = dict(connection.execute("SELECT name, paper FROM names"))
        venues = dict(connection.execute("SELECT name, number FROM venues"))
        by_venue = dict(connection.execute("SELECT venue, number FROM papers WHERE venue IS NOT NULL"))
    right = 0
    for number, name in pairs:
        first = papers.get(name_number(f"s2:{number}"))
        own = by_venue.get(venues.get(f"own {number}")) if name.startswith("10.9999") else papers.get(name_number(name))
        right += first is not None and first == own
    return right, len(pairs)


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalogue_import", description=__doc__)
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--quick", action="store_true", help="3,000 papers")
    parser.add_argument("--keep", type=Path, help="a folder to keep the dumps and the catalogue file in")
    options = parser.parse_args()
    file = file_of_real_papers()
    if not file:
        sys.stdout.write(f"There is no file of real papers. Set {SETTING}.\n")
        return Result.MET
    count = 3_000 if options.quick else options.papers
    with tempfile.TemporaryDirectory() as temporary:
        return _measured(file, options.keep or Path(temporary), count)


def _measured(file: Path, folder: Path, count: int) -> Result:
    dumps, pairs = write_dumps(file, folder, count)
    steps: Counter[str] = Counter()
    last, at = "", _seconds()

    def hear(stage: Stage, done: int, total: int, what: str = "") -> None:  # noqa: ARG001 - only times are of interest
        nonlocal last, at
        now = _seconds()
        steps[last or stage.value] += int(1000 * (now - at))
        last, at = stage.value, now

    began, clock = _seconds(), time.monotonic()
    target = folder / "catalogue.db"
    report = import_files(target, dumps, Wishes(is_addition=False, processes=2), hear)
    seconds, waited = _seconds() - began, time.monotonic() - clock
    right, all_pairs = _found(target, pairs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} papers in {report.records:,} records; {report.duplicates:,} duplicates, {len(pairs):,} of them made"
    )
    print("processor time by step:", ", ".join(f"{name} {ms / 1000:.1f} s" for name, ms in steps.items()))
    print(f"  by the clock {waited:.0f} s; memory of the process that writes {memory:,.0f} MiB at most")
    rows = ", ".join(f"{each.file.name} {each.papers:,}" for each in report.files)
    processes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  the largest other process {processes:,.0f} MiB; papers of each file: {rows}")
    million = WHOLE / count
    used, share = seconds * million, right / all_pairs
    results = [
        aim("a million, two processors", f"{used:,.0f} s", f"<= {MOST_SECONDS} s", met=used <= MOST_SECONDS),
        aim("duplicates found", f"{share:.4f} of {all_pairs:,}", f">= {LEAST_FOUND}", met=share >= LEAST_FOUND),
    ]
    size = report.bytes / 2**20
    if count < WHOLE:
        # Words, and with them a third of the file, become rarer with each paper.
        print(f"  the file has {size:,.0f} MiB; a million needs less than {size * million:,.0f} MiB")
    else:
        results.append(aim("the file", f"{size:,.0f} MiB", f"<= {MOST_MIB} MiB", met=size <= MOST_MIB))
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
