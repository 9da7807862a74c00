"""What members ask of the catalogue: find a paper, walk its lineage, gather its reading cluster.

Everything is answered from memory; nothing here waits for a database or a provider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.citations import citation_keys
from bot.core.clusters import Cluster, reading_cluster
from bot.core.errors import UnknownPaperError
from bot.core.lineage import Lineage
from bot.core.mentions import mentioned_papers
from bot.core.search import DidYouMean, Found, SearchIndex
from bot.core.topics import plain_name, topic_names

if TYPE_CHECKING:
    from bot.core.identifiers import Identifier
    from bot.core.papers import Catalogue, Paper, Tier


@dataclass(frozen=True, slots=True)
class Relative:
    """A neighbour along the lineage, with the one line that says why the newer builds on the older."""

    paper: Paper
    why: str


@dataclass(frozen=True, slots=True)
class PaperInContext:
    """A paper with its neighbours: `builds_on` as the catalogue orders them, `led_to` best known first."""

    paper: Paper
    builds_on: tuple[Relative, ...]
    led_to: tuple[Relative, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No paper answers the query; `identifier` is set where the query was a valid id of a paper we do not hold."""

    identifier: Identifier | None


class PaperService:
    """The catalogue with its indices, built once at start-up."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.lineage = Lineage.of(catalogue)
        self._index = SearchIndex.build(catalogue)
        self._citation_keys = citation_keys(catalogue)
        self._topics = _topics_of(catalogue)

    def look_up(self, query: str) -> Paper | list[Paper] | Nothing:
        """One paper when the answer is clear, several (best first) when it is not.

        Raises BadIdentifierError where the query looks like an id or a link and is not a usable one.
        """
        match self._index.look_up(query):
            case Found(key=key):
                return self.catalogue[key]
            case DidYouMean(hits=hits):
                return [self.catalogue[hit.key] for hit in hits]
            case nothing:
                return Nothing(nothing.identifier)

    def topic_meant(self, query: str) -> str | None:
        """The slug of the topic that is called so, unless it is the name or title that a paper bears itself."""
        return self._topics.get(plain_name(query))

    def suggest(self, typed: str, limit: int = 25) -> list[Paper]:
        """Papers for what has been typed so far, the last word being a beginning; the best known for no text.

        Where a topic is called so, its papers come first.
        """
        found = [self.catalogue[hit.key] for hit in self._index.suggest(typed, limit)]
        if topic := self.topic_meant(typed):
            found = list(dict.fromkeys([*self.browse(topic=topic), *found]))[:limit]
        return found

    def paper(self, key: str) -> Paper:
        """Raises UnknownPaperError for a key that the catalogue does not hold."""
        paper = self.catalogue.get(key)
        if paper is None:
            raise UnknownPaperError(
                "That paper is no longer in the catalogue. Look it up again with `/paper`, or browse with `/papers`."
            )
        return paper

    def in_context(self, key: str) -> PaperInContext:
        """Raises UnknownPaperError for a key that the catalogue does not hold."""
        paper = self.paper(key)
        return PaperInContext(
            paper,
            tuple(Relative(self.catalogue[link.key], link.why) for link in self.lineage.builds_on(key)),
            tuple(Relative(self.catalogue[link.key], link.why) for link in self.lineage.led_to(key)),
        )

    def cluster(self, key: str) -> Cluster:
        """Raises UnknownPaperError for a key that the catalogue does not hold."""
        return reading_cluster(self.paper(key), self.catalogue)

    def cited_as(self, key: str) -> str:
        """The paper's key in bibliographies, which no other paper of the catalogue has."""
        return self._citation_keys[key]

    def browse(self, tier: Tier | None = None, topic: str | None = None) -> list[Paper]:
        """The papers of a tier and of a topic (a slug), in the catalogue's order; None is any."""
        return [
            paper
            for paper in self.catalogue
            if (tier is None or paper.tier == tier) and (topic is None or topic in paper.topics)
        ]

    def mentioned_in(self, text: str) -> list[Paper]:
        """The papers that a message mentions, in the order of their first mention."""
        return [self.catalogue[key] for key in mentioned_papers(text, self._index)]


def _topics_of(catalogue: Catalogue) -> dict[str, str]:
    """The slugs of topics with papers by their names, without names and titles that a paper bears itself."""
    borne = {
        plain_name(name)
        for paper in catalogue
        for name in (paper.key, paper.short_name, paper.title, *paper.other_titles)
    }
    used = {topic for paper in catalogue for topic in paper.topics}
    return {name: slug for name, slug in topic_names(catalogue.topics).items() if slug in used and name not in borne}
