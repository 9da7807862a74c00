"""Questions about the world's papers, answered by one thread from the operator's catalogue file, if there is one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from bot.core.papers.identifiers import ArxivId, Doi
from bot.core.papers.links import dois_of
from bot.core.search.text import normalise
from bot.core.world_catalog.judging import WorldHit
from bot.core.world_catalog.paper import name_number, referred_number
from bot.core.world_catalog.search import search_world
from bot.core.world_catalog.titles import titled
from bot.storage.world_catalog.watched_file import WatchedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bot.core.papers.identifiers import Identifier
    from bot.core.world_catalog.paper import WorldPaper
    from bot.storage.world_catalog.file_reader import FileReader

T = TypeVar("T")
# Suggestions come without the world's papers if these take longer. Members who pressed enter wait a little.
SUGGESTED_WITHIN_S, FOUND_WITHIN_S = 0.05, 1.0
# Four threads would share one interpreter and only slow each other down. More questions than these are not asked.
MOST_WAITING = 32
ANSWERS_KEPT = 512
MOST_RELATIVES = 12


@dataclass(frozen=True, slots=True)
class WorldLineage:
    """A paper with what it cites and what cites it, the best known first, as far as they are in the file."""

    paper: WorldPaper
    cites: tuple[WorldPaper, ...]
    cited_by: tuple[WorldPaper, ...]


class WorldCatalog:
    """Finds nothing without a file. An answer that is not ready in time is empty, and never an error."""

    def __init__(self, file: Path | None = None, elapsed: Callable[[], float] = monotonic) -> None:
        self._watched = WatchedFile(file, elapsed) if file else None
        self._thread = ThreadPoolExecutor(1, "world-catalog") if file else None
        self._waiting = 0
        self._answers: OrderedDict[tuple[int, str, bool, int], list[WorldHit]] = OrderedDict()

    async def open(self) -> None:
        """Open the file. One that can't be used is named in the log, and the bot starts without it."""
        await self._ask(lambda _: None, None, FOUND_WITHIN_S)

    async def close(self) -> None:
        if self._thread and self._watched:
            self._thread.submit(self._watched.close)
            await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
            self._watched.close()

    async def search(self, query: str, most: int = 10) -> list[WorldHit]:
        return await self._ask(lambda reader: self._hits(reader, query, most, typed=False), [], FOUND_WITHIN_S)

    async def suggest(self, typed: str, most: int) -> list[WorldHit]:
        """Search while the last word is still being typed."""
        return await self._ask(lambda reader: self._hits(reader, typed, most, typed=True), [], SUGGESTED_WITHIN_S)

    async def identified(self, identifier: Identifier) -> WorldPaper | None:
        """Return the paper with this arXiv id or DOI, or whose page this is, if its DOI tells."""
        names = [identifier.id] if isinstance(identifier, ArxivId | Doi) else dois_of(identifier)
        return await self.named(names) if names else None

    async def named(self, names: Sequence[str], *, typed: bool = False) -> WorldPaper | None:
        """Return the first paper with one of these ids, in the form that `WorldPaper.all_names` has.

        With `typed`, it has to come as quickly as suggestions.
        """
        patience = SUGGESTED_WITHIN_S if typed else FOUND_WITHIN_S
        return await self._numbered([name_number(name) for name in names], patience)

    async def referred(self, reference: str) -> WorldPaper | None:
        """Return the paper with this `WorldPaper.reference`."""
        number = referred_number(reference)
        return None if number is None else await self._numbered([number], FOUND_WITHIN_S)

    async def titled(self, titles: Sequence[str]) -> list[WorldPaper]:
        """Return the papers with exactly these titles, but for capitals, accents and punctuation.

        A title that is a part of another one that is found counts as nothing.
        """

        def found(reader: FileReader) -> list[WorldPaper]:
            papers = {title: numbers for title in titles if (numbers := titled(reader, title))}
            whole = [title for title in papers if not any(title != other and title in other for other in papers)]
            return reader.shown([number for title in whole for number in papers[title]])

        return await self._ask(found, [], FOUND_WITHIN_S)

    async def lineage(self, reference: str) -> WorldLineage | None:
        """Return what the sources list as cited, if the paper is still there."""
        name = referred_number(reference)

        def found(reader: FileReader) -> WorldLineage | None:
            number = None if name is None else reader.paper_numbers([name]).get(name)
            papers = reader.shown([number], with_abstracts=True) if number else []
            if number is None or not papers:
                return None
            cites, cited_by = (reader.shown(near[:MOST_RELATIVES]) for near in reader.lineage(number))
            return WorldLineage(papers[0], tuple(cites), tuple(cited_by))

        return await self._ask(found, None, FOUND_WITHIN_S)

    async def _numbered(self, names: Sequence[int], patience: float) -> WorldPaper | None:
        def found(reader: FileReader) -> WorldPaper | None:
            numbers = reader.paper_numbers(names)
            papers = reader.shown([numbers[name] for name in names if name in numbers][:1], with_abstracts=True)
            return papers[0] if papers else None

        return await self._ask(found, None, patience)

    def _hits(self, reader: FileReader, query: str, most: int, *, typed: bool) -> list[WorldHit]:
        """Return the hits, from memory if the same was asked before. This is done in the thread."""
        opened = self._watched.opened if self._watched else 0
        asked = (opened, normalise(query), typed, most)
        if asked not in self._answers:
            found = search_world(reader, query, most, typed=typed)
            papers = zip(reader.shown([number for number, _ in found]), found, strict=False)
            hits = [WorldHit(paper, score) for paper, (_, score) in papers]
            if reader.is_late():
                return hits
            self._answers[asked] = hits
            if len(self._answers) > ANSWERS_KEPT:
                self._answers.popitem(last=False)
        self._answers.move_to_end(asked)
        return self._answers[asked]

    async def _ask(self, work: Callable[[FileReader], T], otherwise: T, patience: float) -> T:
        """Do the work in the thread, and return `otherwise` if it does not come back in time."""
        if self._watched is None or self._thread is None or self._waiting >= MOST_WAITING:
            return otherwise
        self._waiting += 1
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._watched.ask, work, otherwise, patience)
        running.add_done_callback(self._came_back)
        done, _ = await asyncio.wait({running}, timeout=patience)
        if done and not running.cancelled():
            return running.result()
        # A question that the thread hasn't begun with need not be answered any more.
        running.cancel()
        return otherwise

    def _came_back(self, _running: object) -> None:
        self._waiting -= 1
