"""Finds papers where a member asks: the server's first, then those of the world that nobody has added yet."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from bot.core.errors import BadIdentifierError, UnknownPaperError
from bot.core.papers.identifiers import LONGEST_IDENTIFIER, ArxivId, Doi, PublisherPage, identifiers_in
from bot.core.papers.mentions import LONGEST_MESSAGE
from bot.core.papers.paper import Paper
from bot.core.papers.titles_in_links import title_words
from bot.core.search import DidYouMean, Found, NothingFound
from bot.core.search.ids import without_ids
from bot.core.search.text import LONGEST_QUERY, normalise
from bot.core.search.words import STOP_WORDS
from bot.core.text.typed import readable
from bot.core.world_catalog.judging import FoundInWorld, Offered, WorldHit, judge
from bot.core.world_catalog.left_over import is_titled, says_more
from bot.core.world_catalog.likeness import known_key
from bot.core.world_catalog.mentions import titles_in
from bot.core.world_catalog.nicknames import nicknamed
from bot.core.world_catalog.records import without_latex
from bot.core.world_catalog.source_ids import source_id_of, source_ids_in
from bot.core.world_catalog.suggestions import MOST_OF_WORLD, ranked_suggestions
from bot.services.papers.papers import Nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.core.papers.identifiers import Identifier
    from bot.core.world_catalog.paper import WorldPaper
    from bot.services.papers.papers import Papers
    from bot.services.world_catalog.service import WorldCatalog

# Before a paper's reference, this names one that nobody has added. No key of a catalog has a colon.
WORLD_KEY = "world:"
REFERENCE = re.compile(rf"{WORLD_KEY}([0-9a-f]{{16}})")
MOST_MENTIONED = 20
MOST_BEGUN = 5


@dataclass(frozen=True, slots=True)
class NotAddedYet:
    """A paper of the world that the server does not have. `key` is what names it in menus, for `look_up` to read."""

    paper: WorldPaper

    @property
    def key(self) -> str:
        return f"{WORLD_KEY}{self.paper.reference}"


AnyPaper: TypeAlias = Paper | NotAddedYet


class PaperFinder:
    """`papers` are those of the place where the member asks. No other server's papers are searched."""

    def __init__(self, world: WorldCatalog) -> None:
        self.world = world

    async def look_up(self, papers: Papers, query: str) -> Paper | NotAddedYet | list[AnyPaper] | Nothing:
        """Return one paper if the answer is clear, otherwise several, the server's first.

        Raises BadIdentifierError if the query looks like an id or a link and is not a usable one.
        """
        if reference := REFERENCE.fullmatch(query.strip()):
            found = await self.world.referred(reference[1])
        else:
            name = source_id_of(query)
            found = await self.world.named([name]) if name else None
            if found is None:
                return await self._asked(papers, query)
        return self._one(papers, found) if found else Nothing(None)

    async def _asked(self, papers: Papers, query: str) -> Paper | NotAddedYet | list[AnyPaper] | Nothing:
        try:
            ours = papers.index.look_up(query)
        except BadIdentifierError:
            if found := await self._in_address(papers, query):
                return found
            raise
        answer = await self._judged(papers, query, ours)
        is_page = isinstance(answer, Nothing) and isinstance(answer.identifier, PublisherPage)
        return (await self._in_address(papers, query) if is_page else None) or answer

    async def _in_address(self, papers: Papers, query: str) -> Paper | NotAddedYet | None:
        """Return the paper whose title the address of a page has, if that is clear."""
        words = title_words(query)
        found = await self._judged(papers, words, papers.index.look_up(words)) if words else None
        if not isinstance(found, Paper | NotAddedYet):
            return None
        return found if is_titled(words, found.paper if isinstance(found, NotAddedYet) else found) else None

    async def _judged(
        self, papers: Papers, query: str, ours: Found | DidYouMean | NothingFound
    ) -> Paper | NotAddedYet | list[AnyPaper] | Nothing:
        if isinstance(ours, NothingFound) and ours.identifier:
            found = await self.world.identified(ours.identifier) or await self._beside(query, ours.identifier)
            return self._one(papers, found) if found else Nothing(ours.identifier)
        if not isinstance(ours, Found) and (known := await self._nicknamed(query)):
            # A server that has one of them means that one.
            meant = [self._one(papers, each) for each in known]
            ours_of_them = (one for one in meant if isinstance(one, Paper))
            return next(ours_of_them, meant[0] if len(meant) == 1 else meant)
        query = without_latex(query, LONGEST_QUERY)
        is_certain = isinstance(ours, Found) and ours.score is None
        world = [] if is_certain else self._others(papers, await self.world.search(query))
        match judge(query, ours, world):
            case Found(key=key):
                return papers.catalog[key]
            case FoundInWorld(paper=paper):
                # What a search finds has no abstract.
                return NotAddedYet(await self.world.referred(paper.reference) or paper)
            case Offered(ours=own_hits, world=world_hits):
                return [*(papers.catalog[hit.key] for hit in own_hits), *(NotAddedYet(hit.paper) for hit in world_hits)]
            case nothing:
                return await self._begun(papers, query) or Nothing(nothing.identifier)

    async def _begun(self, papers: Papers, query: str) -> list[AnyPaper]:
        """Return papers with a word that begins with the last one of a query without an answer: "batch norm"."""
        if normalise(query).rpartition(" ")[2] in STOP_WORDS:
            return []
        return [NotAddedYet(hit.paper) for hit in await self._suggested(papers, query, MOST_BEGUN)]

    async def _beside(self, query: str, identifier: Identifier) -> WorldPaper | None:
        """Return the paper whose title is next to an id that the file lacks, unless it has another id of that kind."""
        words, _ = without_ids(readable(query[:LONGEST_IDENTIFIER]))
        if not words:
            return None
        match judge(words, NothingFound(), await self.world.search(words)):
            case FoundInWorld(paper=paper):
                has_another = paper.arxiv_id if isinstance(identifier, ArxivId) else paper.doi
                return None if has_another else paper
            case _:
                return None

    async def suggest(self, papers: Papers, typed: str, limit: int = 25) -> list[AnyPaper]:
        """Return papers for the text typed so far. Those of the world are left out if they take too long."""
        found = papers.suggest(typed, limit)
        if not typed.strip():
            return [*found]
        world = await self._suggested(papers, typed, MOST_OF_WORLD)
        scores = {hit.key: hit.score for hit in papers.index.suggest(typed, limit)}
        ours, others = ranked_suggestions(found, scores, world, limit)
        return [*ours, *map(NotAddedYet, others)]

    async def of_world(self, papers: Papers, typed: str, limit: int = 25) -> list[NotAddedYet]:
        """Return only papers that the server does not have yet, for the text typed so far."""
        return [NotAddedYet(hit.paper) for hit in await self._suggested(papers, typed, limit)]

    async def _suggested(self, papers: Papers, typed: str, most: int) -> list[WorldHit]:
        """Return the paper whose id is typed, or those that the words typed so far may mean."""
        name = source_id_of(typed) or next(
            (each.id for each in _ids_in(typed) if isinstance(each, ArxivId | Doi)), None
        )
        found = await self.world.named([name], typed=True) if name else None
        if found:
            return self._others(papers, [WorldHit(found, 1.0)])
        # Both at once, since neither waits longer than suggestions may.
        known, others = await asyncio.gather(self._nicknamed(typed, typed=True), self.world.suggest(typed, most))
        hits = [WorldHit(each, 1.0) for each in known]
        hits += [hit for hit in others if all(hit.paper.reference != each.reference for each in known)]
        return self._others(papers, hits)[:most]

    async def _nicknamed(self, query: str, *, typed: bool = False) -> list[WorldPaper]:
        """Return the papers that a nickname means and that answer the words next to that: "resnet he 2016"."""
        names, others = nicknamed(query)
        found = await asyncio.gather(*(self.world.named([name], typed=typed) for name in names))
        return list({each.reference: each for each in found if each and not says_more(others, each)}.values())

    async def mentioned_in(self, papers: Papers, text: str) -> list[AnyPaper]:
        """Return the papers that a message mentions: the server's by any name, the world's by id, link or title."""
        ours: list[AnyPaper] = [*papers.mentioned_in(text)]
        by_id = [await self.world.identified(identifier) for identifier in _unknown_ids(papers, text)]
        by_source = [await self.world.named([name]) for name in islice(source_ids_in(text), MOST_MENTIONED)]
        found = [*filter(None, (*by_id, *by_source)), *await self.world.titled(titles_in(text))]
        new = {paper.reference: paper for paper in found if known_key(paper, papers.catalog, papers.index) is None}
        return [*ours, *(NotAddedYet(paper) for paper in list(new.values())[:MOST_MENTIONED])]

    async def outside(self, papers: Papers, source: str) -> WorldPaper | None:
        """Return the one paper of the world that a source of `/catalog add` means, unless the server has it.

        Raises UnknownPaperError for the key of a paper that is not in the file any more.
        """
        try:
            found = await self.look_up(papers, source)
        except BadIdentifierError:
            return None
        if isinstance(found, Nothing) and REFERENCE.fullmatch(source.strip()):
            raise UnknownPaperError
        return found.paper if isinstance(found, NotAddedYet) else None

    def _one(self, papers: Papers, paper: WorldPaper) -> Paper | NotAddedYet:
        key = known_key(paper, papers.catalog, papers.index)
        return papers.catalog[key] if key else NotAddedYet(paper)

    def _others(self, papers: Papers, hits: Iterable[WorldHit]) -> list[WorldHit]:
        return [hit for hit in hits if known_key(hit.paper, papers.catalog, papers.index) is None]


def _unknown_ids(papers: Papers, text: str) -> list[Identifier]:
    new = (each for each in _ids_in(text) if papers.index.holds(each) is None)
    return list(dict.fromkeys(new))[:MOST_MENTIONED]


def _ids_in(text: str) -> Iterator[Identifier]:
    for _, _, identifier in identifiers_in(readable(text[:LONGEST_MESSAGE])):
        if not isinstance(identifier, str):
            yield identifier
