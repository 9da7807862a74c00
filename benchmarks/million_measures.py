"""Times, hits and wrong cards of the search over a million papers, each measured in a process of its own."""

from __future__ import annotations

import asyncio
import gc
import random
import resource
import sqlite3
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.million_papers import CATALOG, REAL, million
from benchmarks.million_queries import asked
from benchmarks.real_papers import file_of_real_papers, real_papers
from benchmarks.synthetic_papers import synthetic_papers
from bot.core.errors import BadIdentifierError
from bot.core.papers.paper import Paper
from bot.core.papers.server_catalog import ServerCatalog
from bot.core.search import SearchIndex
from bot.core.search.ids import ids_in
from bot.core.search.text import normalise, squash
from bot.core.world_catalog.paper import name_number
from bot.core.world_catalog.search import search_world
from bot.core.world_catalog.shown import as_paper
from bot.services.papers.papers import Papers
from bot.services.papers.server_papers import ServerPapers
from bot.services.world_catalog.finding import NotAddedYet, PaperFinder
from bot.services.world_catalog.service import WorldCatalog
from bot.storage.papers.catalog import load_catalog
from bot.storage.world_catalog.file_reader import FileReader
from tests.core import held_out_queries, odd_queries, tuned_queries, unseen_queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.million_queries import Asked
    from bot.core.world_catalog.paper import WorldPaper

ANSWERABLE = 5  # papers that satisfy every word of a query
PASSES = 3
FEWEST_LETTERS, MOST_LETTERS = 1, 40
ADDED = 1_000
OUR_LISTS = (tuned_queries, held_out_queries, unseen_queries)


@dataclass(slots=True)
class Searched:
    """What a search over the file shows: seconds to start, MiB of growth, milliseconds, and hits by kind.

    `hits` and `answerable` count the queries of each kind and those whose paper is among the first five.
    """

    start: float = 0.0
    memory: float = 0.0
    keystrokes: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    hits: dict[str, tuple[int, int]] = field(default_factory=dict)
    answerable: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Judged:
    """How lookups end: cards that are right and wrong, with the papers of the file behind the bot."""

    cards_of_ours: int = 0
    cards_before: int = 0
    cards_of_world: int = 0
    wrong: list[str] = field(default_factory=list)
    build: float = 0.0
    p99_before: float = 0.0
    p99_after: float = 0.0


def p99(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def timed(search: Callable[[], object]) -> float:
    """Return the milliseconds of processor time: the median of three passes."""
    passes = []
    for _ in range(PASSES):
        begun = time.process_time()
        search()
        passes.append((time.process_time() - begun) * 1000)
    return statistics.median(passes)


def keystrokes(titles: Sequence[str], rng: random.Random, count: int) -> list[str]:
    """Return beginnings of titles of every length, as they are seen while somebody types."""
    chosen = (rng.choice(titles) for _ in range(count))
    return [title[: rng.randint(FEWEST_LETTERS, MOST_LETTERS)] for title in chosen]


def searched(path: Path, count: int) -> Searched:
    """Open the file and search it."""
    gc.collect()
    before, begun = resident(), time.perf_counter()
    reader = FileReader(path)
    search_world(reader, "attention", typed=True)
    found = Searched(time.perf_counter() - begun)
    rng = random.Random(2_000)
    papers = _sample(reader, rng, count)
    for typed in keystrokes([paper.title for _, paper in papers], rng, count):
        found.keystrokes.append(timed(lambda typed=typed: search_world(reader, typed, typed=True)))  # type: ignore[misc]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for query in asked(papers, rng, count):
        found.whole.append(timed(lambda query=query: _found(reader, query)))  # type: ignore[misc]
        is_hit, counted = query.paper in _found(reader, query)[:5], counts[query.kind]
        is_answerable = _is_answerable(reader, query)
        for at, is_one in enumerate((True, is_hit, is_answerable, is_answerable and is_hit)):
            counted[at] += is_one
    gc.collect()
    found.memory = resident() - before
    found.hits = {kind: (hits, all_) for kind, (all_, hits, _, _) in counts.items()}
    found.answerable = {kind: (hits, all_) for kind, (_, _, all_, hits) in counts.items()}
    reader.close()
    return found


def judged(path: Path, count: int) -> Judged:
    """Look up all our lists, and queries for papers of the file, with the file behind the bot."""
    return asyncio.run(_judged(path, count))


def index_today(size: int, count: int) -> list[float]:
    """Return milliseconds of keystrokes in today's index over so many papers."""
    file = file_of_real_papers()
    papers = real_papers(file, size) if file else synthetic_papers(list(load_catalog(CATALOG)), size)
    index = SearchIndex.build(papers, answers_kept=0)
    gc.freeze()
    typed = keystrokes([paper.title for paper in papers], random.Random(2_000), count)
    return [timed(lambda text=text: index.suggest(text, 10)) for text in typed]  # type: ignore[misc]


def trigrams(path: Path, size: int, count: int) -> tuple[float, float, list[float]]:
    """Return seconds to build, MiB of the file and milliseconds of whole queries of SQLite's trigrams with bm25."""
    begun = time.process_time()
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE papers USING fts5(text, tokenize='trigram')")
    papers = million(size)
    rows = ((normalise(f"{paper.title} {' '.join(paper.authors)} {paper.year}"),) for paper in papers)
    database.executemany("INSERT INTO papers VALUES (?)", rows)
    database.commit()
    build = time.process_time() - begun
    times = []
    for query in asked(list(enumerate(papers[:5_000], 1)), random.Random(2_000), count):
        words = normalise(query.text).split()
        pieces = sorted({word[at : at + 3] for word in words for at in range(len(word) - 2)})
        match = " OR ".join(f'"{piece}"' for piece in pieces) or '"the"'
        begun = time.process_time()
        database.execute("SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT 5", (match,)).fetchall()
        times.append((time.process_time() - begun) * 1000)
    database.close()
    return build, path.stat().st_size / 2**20, times


def resident() -> float:
    """Return the MiB of memory in use now; without /proc, the most so far."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def _sample(reader: FileReader, rng: random.Random, count: int) -> list[tuple[int, WorldPaper]]:
    """Return real papers of the file, each with its number."""
    numbers = rng.sample(range(1, reader.papers + 1), min(reader.papers, count * 12))
    shown = ((number, paper) for number in numbers for paper in reader.shown([number]))
    real = [(number, paper) for number, paper in shown if REAL in paper.sources]
    return real[: count * 2]


def _found(reader: FileReader, query: Asked) -> list[int]:
    names = [name_number(each.id) for each in ids_in(query.text) if not isinstance(each, str)]
    if named := list(reader.paper_numbers(names).values()):
        return named
    return [number for number, _ in search_world(reader, query.text, typed=query.is_typed)]


def _is_answerable(reader: FileReader, query: Asked) -> bool:
    if query.name:
        return len(reader.called(query.name, ANSWERABLE + 1)) <= ANSWERABLE
    if query.initials:
        return len(reader.abbreviated(query.initials, ANSWERABLE + 1)) <= ANSWERABLE
    if query.beginning:
        return len(reader.beginning(query.beginning, ANSWERABLE + 1)) <= ANSWERABLE
    return not query.meant or len(reader.holding([(word,) for word in query.meant], ANSWERABLE + 1)) <= ANSWERABLE


async def _judged(path: Path, count: int) -> Judged:
    papers, world = Papers(load_catalog(CATALOG)), WorldCatalog(path)
    await world.open()
    finding, answer = PaperFinder(world), Judged()
    for key, query in _our_queries():
        is_card = isinstance(papers.look_up(query), Paper)
        found = await finding.look_up(papers, query)
        answer.cards_before += is_card
        answer.cards_of_ours += isinstance(found, Paper)
        if isinstance(found, Paper | NotAddedYet) and found.key != key:
            answer.wrong.append(query)
    reader, rng = FileReader(path), random.Random(3_000)
    queries = asked(_sample(reader, rng, count), rng, count)
    for each in queries:
        meant = reader.shown([each.paper])[0]
        try:
            shown = await finding.look_up(papers, each.text)
        except BadIdentifierError:
            continue
        if isinstance(shown, Paper | NotAddedYet):
            answer.cards_of_world += 1
            if not _is_same(shown.paper if isinstance(shown, NotAddedYet) else shown, meant):
                answer.wrong.append(each.text)
    reader.close()
    await _with_additions(answer, papers, finding, queries)
    await world.close()
    return answer


def _is_same(shown: Paper | WorldPaper, meant: WorldPaper) -> bool:
    """Return whether it is the paper that was asked for. Some records share the DOI of their proceedings."""
    return squash(shown.title) == squash(meant.title) or (meant.doi is not None and shown.doi == meant.doi)


async def _with_additions(answer: Judged, papers: Papers, finding: PaperFinder, queries: Sequence[Asked]) -> None:
    """Let a server add a thousand papers, and search them beside the file."""
    own = [as_paper(paper) for paper in million(ADDED * 2, seed=99)[:ADDED]]
    begun = time.process_time()
    server = ServerPapers(ServerCatalog(papers.catalog, own, {}), papers)
    answer.build = time.process_time() - begun
    answer.p99_before = p99([await _suggested(finding, papers, query.text) for query in queries])
    answer.p99_after = p99([await _suggested(finding, server, query.text) for query in queries])


async def _suggested(finding: PaperFinder, papers: Papers, typed: str) -> float:
    """Return the milliseconds of processor time: the median of three passes, each of which searches again."""
    passes = []
    for _ in range(PASSES):
        finding.world._answers.clear()  # noqa: SLF001 - the bot itself keeps them
        begun = time.process_time()
        await finding.suggest(papers, typed)
        passes.append((time.process_time() - begun) * 1000)
    return statistics.median(passes)


def _our_queries() -> Iterable[tuple[str, str]]:
    for queries in OUR_LISTS:
        for table in (queries.PLAIN, queries.TYPOS):
            yield from ((key, query) for key, texts in table.items() for query in texts)
    yield from ((key, query) for query, key in odd_queries.CLEAR)
