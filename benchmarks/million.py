"""The search over a million papers: `python -m benchmarks.million [--papers N] [--quick] [--halves]`.

It makes a catalogue file and searches it with queries of 15 kinds. `benchmarks/million_papers.py` says how its papers
are made, and what `--halves` changes. Beside it run today's index in memory at 100,000 papers and SQLite's trigrams
over the same papers, each in a fresh process. Times are CPU times, except for the start, and each query's is the median
of three passes. A query is answerable if at most five of the papers satisfy every word of it, or begin with it if it
is words written as one.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.aims import Result, aim, must
from benchmarks.million_measures import index_today, judged, p99, searched, trigrams
from benchmarks.million_padding import likeness
from benchmarks.million_papers import REAL, million, said_of
from bot.storage.world_catalog.file_writer import Numbered, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.million_measures import Judged, Searched

T = TypeVar("T")
PAPERS, QUICK_PAPERS = 1_000_000, 4_000
QUERIES, QUICK_QUERIES, SLOW_QUERIES = 3_000, 150, 40
TODAY, QUICK_TODAY = 100_000, 1_000
MOST_START, MOST_MEMORY, MOST_FILE = 1.0, 60, 600
MOST_MS, MOST_TIMES, MOST_ADDING, MOST_SLOWER = 8.0, 2.5, 0.5, 1.25
LEAST_ANSWERABLE, LEAST_OF_A_KIND, LEAST_OF_ALL = 0.98, 0.95, 0.95


def in_a_process(work: Callable[..., T], *facts: object) -> T:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        return pool.submit(work, *facts).result()


def built(path: Path, papers: int, halves: bool) -> float:
    """Make the file, and return the seconds that it took."""
    begun = time.process_time()
    write_file(path, map(Numbered.of, million(papers, halves=halves)))
    return time.process_time() - begun


def run(papers: int, queries: int, today: int, *, halves: bool = False) -> Result:
    print(said_of(papers, halves=halves))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "world.db"
        build = in_a_process(built, file, papers, halves)
        size = file.stat().st_size / 2**20
        print(f"{papers:,} papers, made in {build:.0f} s")
        in_a_process(searched, file, 50)  # so that the operating system has read the file
        found = in_a_process(searched, file, queries)
        cards = in_a_process(judged, file, queries)
        beside = in_a_process(index_today, today, queries)
        grams = in_a_process(trigrams, Path(folder) / "trigrams.db", papers, min(queries, SLOW_QUERIES))
    _print_table(found)
    print(f"  today's index at {today:,}: keystroke p50 {statistics.median(beside):.2f}, p99 {p99(beside):.2f} ms")
    print(
        f"  FTS5 trigrams: made in {grams[0]:.0f} s, {grams[1]:.0f} MiB; "
        f"query p50 {statistics.median(grams[2]):.1f}, p99 {p99(grams[2]):.1f} ms"
    )
    return max(*_sizes(found, size), *_speeds(found, beside, today), *_hits(found), *_cards(cards))


def compared(papers: int, *, halves: bool) -> Result:
    """Print how likely a real paper is among five that share a trait of it, among real papers and among all."""
    made = million(papers, halves=halves)
    real = [paper for paper in made if REAL in paper.sources]
    for among in (real[: len(real) // 4], real[: len(real) // 2], real, made):
        shares = likeness(among, real[: len(real) // 10])
        print(f"{len(among):>9,} papers: " + ", ".join(f"{share:.3f} by {trait}" for trait, share in shares.items()))
    return Result.MET


def _print_table(found: Searched) -> None:
    print(f"{'kind':<22}{'queries':>8}{'hit@5':>8}{'answerable':>12}{'hit@5':>8}")
    for kind, (hits, all_) in found.hits.items():
        right, answerable = found.answerable[kind]
        print(f"{kind:<22}{all_:>8}{hits / all_:>8.3f}{answerable:>12}{right / max(answerable, 1):>8.3f}")


def _sizes(found: Searched, size: float) -> list[Result]:
    return [
        aim("start, warm", f"{found.start:.2f} s", f"<= {MOST_START:.0f} s", met=found.start <= MOST_START),
        aim("memory growth", f"{found.memory:.0f} MiB", f"<= {MOST_MEMORY} MiB", met=found.memory <= MOST_MEMORY),
        aim("file with display data", f"{size:.0f} MiB", f"<= {MOST_FILE} MiB", met=size <= MOST_FILE),
    ]


def _speeds(found: Searched, beside: list[float], today: int) -> list[Result]:
    keystroke, whole = p99(found.keystrokes), p99(found.whole)
    times = keystroke / p99(beside)
    p50 = statistics.median(found.keystrokes)
    return [
        aim("keystroke p99", f"{keystroke:.1f} ms (p50 {p50:.1f})", f"<= {MOST_MS:.0f} ms", met=keystroke <= MOST_MS),
        aim(f"beside today's at {today:,}", f"{times:.2f}×", f"<= {MOST_TIMES}×", met=times <= MOST_TIMES),
        aim("whole query p99", f"{whole:.1f} ms", f"<= {MOST_MS:.0f} ms", met=whole <= MOST_MS),
    ]


def _hits(found: Searched) -> list[Result]:
    everything, answerable = _share(found.hits), _share(found.answerable)
    worst, kind = min((hits / all_, kind) for kind, (hits, all_) in found.answerable.items() if all_)
    return [
        aim("hit@5, answerable", f"{answerable:.3f}", f">= {LEAST_ANSWERABLE}", met=answerable >= LEAST_ANSWERABLE),
        aim("worst kind, answerable", f"{worst:.3f} ({kind})", f">= {LEAST_OF_A_KIND}", met=worst >= LEAST_OF_A_KIND),
        aim("hit@5, all", f"{everything:.3f}", f">= {LEAST_OF_ALL}", met=everything >= LEAST_OF_ALL),
    ]


def _cards(cards: Judged) -> list[Result]:
    wrong = ", ".join(cards.wrong[:3]) or "none"
    kept = cards.cards_of_ours / max(cards.cards_before, 1)
    print(
        f"  cards: {cards.cards_of_ours} of ours ({kept:.3f} of those without the file), {cards.cards_of_world} others"
    )
    slower = cards.p99_after / cards.p99_before
    return [
        must("wrong cards, all lists", wrong, "none", met=not cards.wrong),
        aim("1,000 additions", f"{cards.build:.2f} s", f"<= {MOST_ADDING} s", met=cards.build <= MOST_ADDING),
        aim("p99 with them", f"{slower:.2f}×", f"<= {MOST_SLOWER}×", met=slower <= MOST_SLOWER),
    ]


def _share(counts: Mapping[str, tuple[int, int]]) -> float:
    return sum(hits for hits, _ in counts.values()) / max(1, sum(all_ for _, all_ in counts.values()))


def main() -> Result:
    options = argparse.ArgumentParser(description="The search over a million papers.")
    options.add_argument("--papers", type=int, default=PAPERS, help="fewer, for a quick try")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_QUERIES} queries of {QUICK_PAPERS:,} papers")
    options.add_argument("--halves", action="store_true", help="made-up titles as in the first version")
    options.add_argument("--likeness", action="store_true", help="only say how alike the papers are, real ones and all")
    given = options.parse_args()
    if given.likeness:
        return compared(given.papers, halves=given.halves)
    if given.quick:
        return run(QUICK_PAPERS, QUICK_QUERIES, QUICK_TODAY, halves=given.halves)
    return run(given.papers, QUERIES, TODAY, halves=given.halves)


if __name__ == "__main__":
    sys.exit(main())
