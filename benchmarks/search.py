"""Search compared with a plain rapidfuzz scan and SQLite FTS5, at three catalog sizes: `python -m benchmarks.search`.

The titles are real if a file of them is available (`benchmarks/real_papers.py`); otherwise they are recombined from the
shipped ones, which are too similar to tell apart: then the share of hits says little and has no aim. Every size runs in
a fresh process. Times are CPU times, so other load on the machine doesn't count. Answers are not cached; each query's
time is the median of three passes, for the other engines of one pass. Memory is the growth of the resident set while an
engine is built, without the papers themselves.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sqlite3
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz import fuzz, process

from benchmarks.aims import Result, aim
from benchmarks.real_papers import SETTING, file_of_real_papers, real_papers
from benchmarks.synthetic_papers import synthetic_papers
from bot.core.papers.author_names import family_name
from bot.core.search import SearchIndex
from bot.core.search.text import normalise
from bot.storage.papers.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.papers.paper import Paper

SIZES = (100, 10_000, 100_000)
QUICK_SIZES = (100, 1_000)
QUERIES, QUICK_QUERIES, SLOW_QUERIES = 600, 60, 60
PASSES = 3
LEAST_SPEED_UP = 200
MOST_GROWTH = 2.5
LEAST_IN_FIVE = 0.97
CATALOG = Path(__file__).parent.parent / "data" / "papers.json"


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    key: str
    half_typed: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds per query, build time in seconds, memory in MiB, hits as shares of the queries."""

    engine: str
    papers: int
    queries: int
    p50: float
    p99: float
    first: float
    in_five: float
    build: float
    memory: float


Search: TypeAlias = "Callable[[Query], list[str]]"


def queries(papers: Sequence[Paper], count: int, seed: int = 1706) -> list[Query]:
    """Different queries of every kind in turn, half of them with typos, for papers chosen at random."""
    rng = random.Random(seed)
    made: dict[str, Query] = {}
    kinds = (_title, _words_in_any_order, _half_typed, _some_words, _citation, _name)
    attempt = 0
    while len(made) < count:
        paper = rng.choice(papers)
        text = kinds[attempt % len(kinds)](paper, rng)
        half_typed = kinds[attempt % len(kinds)] is _half_typed
        if attempt // len(kinds) % 2:
            text = _mistyped(text, rng)
        attempt += 1
        made.setdefault(normalise(text), Query(text, paper.key, half_typed))
    return list(made.values())


def _title(paper: Paper, rng: random.Random) -> str:
    return paper.title.lower() if rng.random() < 0.5 else paper.title


def _words_in_any_order(paper: Paper, rng: random.Random) -> str:
    words = paper.title.lower().split()
    return " ".join(rng.sample(words, len(words)))


def _half_typed(paper: Paper, rng: random.Random) -> str:
    return paper.title[: max(4, round(len(paper.title) * rng.uniform(0.3, 0.95)))]


def _some_words(paper: Paper, rng: random.Random) -> str:
    words = list(dict.fromkeys(word for word in paper.title.lower().split() if len(word) > 3))
    return " ".join(sorted(rng.sample(words, min(5, len(words))), key=words.index))


def _citation(paper: Paper, rng: random.Random) -> str:
    word = max(paper.title.lower().split(), key=len)
    return f"{family_name(paper.authors[0])} {rng.choice(paper.years)} {word}"


def _name(paper: Paper, rng: random.Random) -> str:
    return f"{paper.short_name} {family_name(rng.choice(paper.authors))}".lower()


def _mistyped(text: str, rng: random.Random) -> str:
    """One typo in the longest word: a letter doubled, dropped, replaced or swapped with the next."""
    longest = max(text.split(), key=len)
    at = rng.randrange(1, max(2, len(longest) - 1))
    left, letter, right = longest[:at], longest[at : at + 1], longest[at + 1 :]
    wrong = rng.choice(
        [left + letter * 2 + right, left + right, f"{left}e{right}", left + right[:1] + letter + right[1:]]
    )
    return text.replace(longest, wrong, 1)


def measured(engine: str, build: Callable[[], Search], asked: Sequence[Query], papers: int, passes: int) -> Measured:
    gc.collect()
    before, started = _resident(), time.process_time()
    search = build()
    seconds = time.process_time() - started
    gc.collect()
    memory = _resident() - before
    gc.freeze()  # as the bot does once it is ready
    answers: list[list[str]] = [search(query) for query in asked[:10]]
    rounds: list[list[float]] = []
    for _ in range(passes):
        answers.clear()
        times: list[float] = []
        for query in asked:
            begun = time.process_time()
            answer = search(query)
            times.append((time.process_time() - begun) * 1000)
            answers.append(answer)
        rounds.append(times)
    middle = sorted(statistics.median(times) for times in zip(*rounds, strict=True))
    pairs = list(zip(answers, asked, strict=True))
    return Measured(
        engine,
        papers,
        len(asked),
        p50=statistics.median(middle),
        p99=middle[min(len(middle) - 1, int(len(middle) * 0.99))],
        first=sum(answer[:1] == [query.key] for answer, query in pairs) / len(pairs),
        in_five=sum(query.key in answer[:5] for answer, query in pairs) / len(pairs),
        build=seconds,
        memory=memory,
    )


def _resident() -> float:
    """MiB of memory in use now; without /proc, the maximum so far."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def our_index(papers: Sequence[Paper]) -> Search:
    index = SearchIndex.build(papers, answers_kept=0)

    def search(query: Query) -> list[str]:
        hits = index.suggest(query.text, 5) if query.half_typed else index.search(query.text, 5)
        return [hit.key for hit in hits]

    return search


def plain_scan(papers: Sequence[Paper]) -> Search:
    keys = [paper.key for paper in papers]
    texts = [normalise(f"{paper.short_name} {paper.title}") for paper in papers]

    def search(query: Query) -> list[str]:
        best = process.extract(normalise(query.text), texts, scorer=fuzz.WRatio, limit=5)
        return [keys[at] for _, _, at in best]

    return search


def full_text(papers: Sequence[Paper], tokenizer: str) -> Search:
    """SQLite FTS5 with any of the query's words (each as a prefix) or trigrams, best by bm25 first."""
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE papers USING fts5(key UNINDEXED, text, tokenize='{tokenizer}', prefix='2 3')"
    )
    rows = ((paper.key, normalise(_indexed(paper))) for paper in papers)
    database.executemany("INSERT INTO papers VALUES (?, ?)", rows)

    def search(query: Query) -> list[str]:
        words = normalise(query.text).split()
        if tokenizer == "trigram":
            pieces = {word[at : at + 3] for word in words for at in range(len(word) - 2)}
            match = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        else:
            match = " OR ".join(f'"{word}"*' for word in words)
        if not match:
            return []
        found = database.execute("SELECT key FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT 5", (match,))
        return [key for (key,) in found]

    return search


def _indexed(paper: Paper) -> str:
    years = " ".join(map(str, paper.years))
    return f"{paper.short_name} {paper.title} {' '.join(paper.authors)} {years}"


def run(size: int, count: int) -> list[Measured]:
    file = file_of_real_papers()
    papers = real_papers(file, size) if file else synthetic_papers(list(load_catalog(CATALOG)), size)
    asked = queries(papers, count)
    few = asked[:SLOW_QUERIES]
    return [
        measured("our index", lambda: our_index(papers), asked, size, PASSES),
        measured("rapidfuzz scan", lambda: plain_scan(papers), few, size, 1),
        measured("FTS5 words", lambda: full_text(papers, "unicode61"), few, size, 1),
        measured("FTS5 trigrams", lambda: full_text(papers, "trigram"), few, size, 1),
    ]


def main() -> Result:
    options = argparse.ArgumentParser(description="The search index beside other ways to search.")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_QUERIES} queries of {QUICK_SIZES[-1]:,} papers")
    is_quick = options.parse_args().quick
    sizes, count = (QUICK_SIZES, QUICK_QUERIES) if is_quick else (SIZES, QUERIES)
    rows = measured_rows(sizes, count)
    ours = {row.papers: row for row in rows if row.engine == "our index"}
    large, middling = ours[sizes[-1]].p99, ours[sizes[-2]].p99
    scan = next(row.p99 for row in rows if row.papers == sizes[-1] and row.engine == "rapidfuzz scan")
    results = [
        aim(
            f"p99 at {sizes[-1]:,}",
            f"1/{scan / large:.0f} of the scan's",
            f"1/{LEAST_SPEED_UP}",
            met=scan / large >= LEAST_SPEED_UP,
        ),
        aim(
            f"p99 from {sizes[-2]:,} to {sizes[-1]:,}",
            f"{large / middling:.2f}×",
            f"<= {MOST_GROWTH}×",
            met=large / middling <= MOST_GROWTH,
        ),
    ]
    if file_of_real_papers():
        in_five = min(row.in_five for row in ours.values())
        results.append(
            aim("right paper among five", f"{in_five:.3f}", f">= {LEAST_IN_FIVE}", met=in_five >= LEAST_IN_FIVE)
        )
    return max(results)


def measured_rows(sizes: Sequence[int], count: int) -> list[Measured]:
    """One row for each engine and size, printed as a table."""
    file = file_of_real_papers()
    print(
        f"titles: real, from {file.name}"
        if file
        else f"titles: recombined; no file of real ones, name one in {SETTING}"
    )
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        rows = [row for size in sizes for row in pool.submit(run, size, count).result()]
    print(
        f"{'papers':>8} {'engine':<15} {'queries':>7} {'p50 ms':>9} {'p99 ms':>9} {'p99 ratio':>9} {'hit@1':>6} "
        f"{'hit@5':>6} {'build s':>8} {'MiB':>7}"
    )
    ours = {row.papers: row for row in rows if row.engine == "our index"}
    for row in rows:
        ratio = row.p99 / ours[row.papers].p99
        print(
            f"{row.papers:>8,} {row.engine:<15} {row.queries:>7} {row.p50:>9.3f} {row.p99:>9.3f} {ratio:>8.1f}× "
            f"{row.first:>6.2f} {row.in_five:>6.2f} {row.build:>8.2f} {row.memory:>7.1f}"
        )
    return rows


if __name__ == "__main__":
    sys.exit(main())
