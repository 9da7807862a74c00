"""Questions about a catalog: find a paper, follow its lineage, build its reading cluster.

Everything is answered from memory; nothing here waits for a database or a provider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import UnknownPaperError
from bot.core.papers.citations import citation_keys
from bot.core.papers.clusters import Cluster, reading_cluster
from bot.core.papers.lineage import Lineage
from bot.core.papers.mentions import mentioned_papers
from bot.core.papers.topics import plain_name, topic_names
from bot.core.search import DidYouMean, Found, SearchIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.papers.identifiers import Identifier
    from bot.core.papers.paper import Catalog, Paper, Tier
    from bot.core.search.lookups import Lookups


@dataclass(frozen=True, slots=True)
class Relative:
    """A neighbor in the lineage, with one line on why the newer paper builds on the older. `sentence` as in `Link`."""

    paper: Paper
    why: str
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class PaperInContext:
    """A paper with its neighbors: `builds_on` in the catalog's order, `led_to` with the best known first."""

    paper: Paper
    builds_on: tuple[Relative, ...]
    led_to: tuple[Relative, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No paper matches; `identifier` is set if the query was a valid id of a paper that isn't in the catalog."""

    identifier: Identifier | None


class Papers:
    """A catalog with its indexes. The shared one is built once at startup. `cited` are all its citation keys."""

    catalog: Catalog
    lineage: Lineage
    index: Lookups
    topics: Mapping[str, str]

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.lineage = Lineage.of(catalog)
        self.index = SearchIndex.build(catalog)
        self._citation_keys = citation_keys(catalog)
        self.cited = frozenset(self._citation_keys.values())
        self.topics = _topics_of(catalog)

    def at(self, _server_id: int | None) -> Papers:
        """The papers that a text from this server is about."""
        return self

    def look_up(self, query: str) -> Paper | list[Paper] | Nothing:
        """One paper if the answer is clear, otherwise several, best first.

        Raises BadIdentifierError if the query looks like an id or a link but isn't a usable one.
        """
        match self.index.look_up(query):
            case Found(key=key):
                return self.catalog[key]
            case DidYouMean(hits=hits):
                return [self.catalog[hit.key] for hit in hits]
            case nothing:
                return Nothing(nothing.identifier)

    def topic_meant(self, query: str) -> str | None:
        """The slug of the topic with this name, unless it is a paper's own name or title."""
        return self.topics.get(plain_name(query))

    def suggest(self, typed: str, limit: int = 25) -> list[Paper]:
        """Papers for the text typed so far, whose last word may be incomplete; the best known for no text.

        If a topic matches, its papers come first.
        """
        found = [self.catalog[hit.key] for hit in self.index.suggest(typed, limit)]
        if topic := self.topic_meant(typed):
            found = list(dict.fromkeys([*self.browse(topic=topic), *found]))[:limit]
        return found

    def paper(self, key: str) -> Paper:
        """Raises UnknownPaperError if the catalog doesn't have the key."""
        paper = self.catalog.get(key)
        if paper is None:
            raise UnknownPaperError
        return paper

    def in_context(self, key: str) -> PaperInContext:
        """Raises UnknownPaperError if the catalog doesn't have the key."""
        paper = self.paper(key)
        return PaperInContext(
            paper,
            tuple(Relative(self.catalog[link.key], link.why, link.sentence) for link in self.lineage.builds_on(key)),
            tuple(Relative(self.catalog[link.key], link.why, link.sentence) for link in self.lineage.led_to(key)),
        )

    def cluster(self, key: str) -> Cluster:
        """Raises UnknownPaperError if the catalog doesn't have the key."""
        return reading_cluster(self.paper(key), self.catalog)

    def cited_as(self, key: str) -> str:
        """The paper's key for bibliographies, unique in the catalog. A server's papers change no other's."""
        return self._citation_keys[key]

    def browse(self, tier: Tier | None = None, topic: str | None = None) -> list[Paper]:
        """The papers of a tier and a topic (a slug), in the catalog's order; None means any."""
        return [
            paper
            for paper in self.catalog
            if (tier is None or paper.tier == tier) and (topic is None or topic in paper.topics)
        ]

    def mentioned_in(self, text: str) -> list[Paper]:
        """The papers that a message mentions, in the order of their first mention."""
        return [self.catalog[key] for key in mentioned_papers(text, self.index)]


def _topics_of(catalog: Catalog) -> dict[str, str]:
    """The slugs of topics that have papers, by name, except names that a paper has itself."""
    borne = {
        plain_name(name)
        for paper in catalog
        for name in (paper.key, paper.short_name, paper.title, *paper.other_titles)
    }
    used = {topic for paper in catalog for topic in paper.topics}
    return {name: slug for name, slug in topic_names(catalog.topics).items() if slug in used and name not in borne}
