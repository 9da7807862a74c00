"""`python -m benchmarks.lineage`: how well a paper's ancestors are found in its own text, beside plain counting.

The papers, with what two readers say they build on, are in a folder next to the project, which is never part of it.
Without it, only hostile input is tried. `--weights` prints the weights that the scorer should have.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from benchmarks.aims import Result, aim
from benchmarks.lineage_fit import Sample, without_each
from benchmarks.lineage_fuzz import fuzzed
from bot.core.fulltext.citing import citations_in
from bot.core.fulltext.features import Evidence, Features
from bot.extraction.manuscripts import manuscript_of

if TYPE_CHECKING:
    from bot.core.fulltext.manuscript import Manuscript

BESIDE_THE_PROJECT = Path(__file__).parents[2] / "shared" / "fulltext"
NAMES = [field.name for field in fields(Features)]
QUICK_PAPERS = 6
SAME_TITLE = 80  # of 100
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A paper with what each reader says: positions in its reference list, or None for what the list lacks."""

    name: str
    sample: Sample
    counts: list[int]
    first: set[int | None]
    second: set[int | None]


@dataclass(frozen=True, slots=True)
class Figures:
    precision: float
    best: float
    both: float
    first_at_3: float
    first_at_6: float


def folder_of_papers() -> Path | None:
    folder = Path(os.environ.get("FULLTEXT") or BESIDE_THE_PROJECT)
    return folder if (folder / "edges.json").exists() else None


def file_in(folder: Path, paper: dict[str, Any]) -> Path:
    path = folder / str(paper["file"])
    return path / "main.tex" if path.is_dir() else path


def judged(manuscript: Manuscript, paper: dict[str, Any]) -> Judged:
    citations = citations_in(manuscript)
    evidence = Evidence(manuscript, citations)
    first = {position(manuscript, edge) for edge in paper["ancestors"]}
    second = {position(manuscript, edge) for edge in paper["second_reader"]["builds"]}
    numbers = range(len(manuscript.references))
    features = [[float(value) for value in astuple(evidence.features(at))] for at in numbers]
    chosen = [(at in first) + (at in second) for at in numbers]
    counts = [sum(not mention.is_by_name for mention in found) for found in citations.mentions]
    return Judged(paper["key"], Sample(features, chosen), counts, first, second)


def position(manuscript: Manuscript, edge: dict[str, Any]) -> int | None:
    title = letters(edge.get("cited_there_as") or edge["title"])

    def likeness(at: int) -> tuple[bool, float]:
        reference = manuscript.references[at]
        ratio = fuzz.ratio(title, letters(reference.title))
        return bool(edge.get("arxiv_id")) and reference.arxiv_id == edge["arxiv_id"] and ratio > 60, ratio

    best = max(range(len(manuscript.references)), key=likeness)
    reference = manuscript.references[best]
    found = max(likeness(best)[1], fuzz.partial_ratio(title, letters(reference.text)))
    return best if found >= SAME_TITLE else None


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def ranked(scores: list[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda at: (-scores[at], at))


def precision(paper: Judged, order: list[int]) -> float:
    return sum(at in paper.first | paper.second for at in order[:3]) / 3


def figures(papers: list[Judged], orders: list[list[int]]) -> Figures:
    def recall(wanted: list[set[int | None]], count: int) -> float:
        hits = sum(len(each & set(order[:count])) for each, order in zip(wanted, orders, strict=True))
        return hits / sum(map(len, wanted))

    return Figures(
        precision=mean(precision(paper, order) for paper, order in zip(papers, orders, strict=True)),
        best=mean(order[0] in paper.first | paper.second for paper, order in zip(papers, orders, strict=True)),
        both=recall([paper.first | paper.second for paper in papers], 6),
        first_at_3=recall([paper.first for paper in papers], 3),
        first_at_6=recall([paper.first for paper in papers], 6),
    )


def interval(papers: list[Judged], ours: list[list[int]], counting: list[list[int]]) -> tuple[float, float]:
    """The interval that has the difference in precision, compared in pairs, for 95 % of resampled papers."""
    apart = [precision(each, one) - precision(each, two) for each, one, two in zip(papers, ours, counting, strict=True)]
    rng = random.Random(7)
    means = sorted(mean(rng.choices(apart, k=len(apart))) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)]


def quality(folder: Path, listed: list[dict[str, Any]], *, show_weights: bool) -> list[Result]:
    papers = [judged(manuscript_of(file_in(folder, paper)), paper) for paper in listed]
    whole, others = without_each([paper.sample for paper in papers])
    ours = [
        ranked([sum(a * b for a, b in zip(weights, row, strict=True)) for row in paper.sample.features])
        for paper, weights in zip(papers, others, strict=True)
    ]
    counting = [ranked([float(count) for count in paper.counts]) for paper in papers]
    found, plain = figures(papers, ours), figures(papers, counting)
    low, high = interval(papers, ours, counting)
    print(f"  {len(papers)} papers, each ranked with weights fitted to the others; plain counting in brackets")
    if show_weights:
        print({name: round(weight, 2) for name, weight in zip(NAMES, whole, strict=True)})
    print(f"  in pairs, precision at 3 is {low:+.2f} to {high:+.2f} above counting (95 %)")
    rows = [
        ("precision at 3, either reader", found.precision, plain.precision, 0.80),
        ("first proposal right", found.best, plain.best, 0.93),
        ("recall at 6, both readers", found.both, plain.both, 0.82),
    ]
    print(f"  recall of the first reader: at 3 {found.first_at_3:.2f} ({plain.first_at_3:.2f}), ", end="")
    print(f"at 6 {found.first_at_6:.2f} ({plain.first_at_6:.2f})")
    return [
        aim(name, f"{ours:.2f} ({count:.2f})", f"at least {least}", met=ours >= least)
        for name, ours, count, least in rows
    ]


def cost(files: list[Path]) -> Result:
    """Time from the shell and back, and the memory of the process that reads, for each file."""
    import resource  # noqa: PLC0415 - not on Windows

    taken, longest = [], 0.0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for file in files:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "lineage", str(file), "--json"], check=True, capture_output=True)
        taken.append(time.perf_counter() - began)
        longest = max(longest, taken[-1])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = (used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime) / len(files)
    print(
        f"  {len(files)} files: median {median(taken):.2f} s, of the processor {processor:.2f} s on average, ", end=""
    )
    print(f"most memory of one process {used.ru_maxrss / 1024:.0f} MiB")
    return aim("longest, start-up included", f"{longest:.2f} s", "at most 2 s", met=longest <= 2)


def main() -> Result:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a few papers and hundreds of mutated inputs")
    options.add_argument("--weights", action="store_true", help="print the fitted weights")
    options.add_argument("--fuzz", type=int, metavar="N", help="how many mutated inputs")
    chosen = options.parse_args()
    folder = folder_of_papers()
    results = [fuzzed(chosen.fuzz or (300 if chosen.quick else 100_000), folder)]
    if folder is None:
        print(f"  skipped: there are no papers with known ancestors in {BESIDE_THE_PROJECT} (or set FULLTEXT)")
        return max(results)
    listed = [paper for paper in json.loads((folder / "edges.json").read_text("utf-8"))["papers"] if paper["ancestors"]]
    if chosen.quick:
        listed = listed[:QUICK_PAPERS]
    results += [
        *quality(folder, listed, show_weights=chosen.weights),
        cost([file_in(folder, paper) for paper in listed]),
    ]
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
