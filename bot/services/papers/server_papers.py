"""The papers of servers: their own, and the shared ones beneath, of which nothing is built again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.papers.citations import citation_key, citation_keys
from bot.core.papers.server_catalog import ServerLineage
from bot.core.search import LayeredSearch, OwnIndexes
from bot.services.papers.papers import Papers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.papers.paper import Paper
    from bot.core.papers.server_catalog import ServerCatalog


class ServerPapers(Papers):
    """The shared papers with those that a server has added."""

    def __init__(
        self,
        catalog: ServerCatalog,
        shared: Papers,
        before: Papers | None = None,
        searched: Mapping[str, Paper] | None = None,
    ) -> None:
        """Index a server's papers. What was built for the server `before` serves again for papers that did not change.

        Each paper that did takes up to a millisecond. Of the server's own papers, only those `searched` are found in a
        search; all if it is left out.
        """
        self.catalog = catalog
        self.lineage = ServerLineage(catalog, shared.lineage)
        built_before = before.own_indexes if isinstance(before, ServerPapers) else None
        self.own_indexes: OwnIndexes = OwnIndexes(catalog.own if searched is None else searched, built_before)
        self.index = LayeredSearch.of(shared.index, self.own_indexes, catalog.own)
        self.topics = shared.topics
        self._shared = shared
        self._usual_keys = {key: _usual_key(paper, before) for key, paper in catalog.own.items()}
        own = catalog.own.values()
        self._own_citation_keys = citation_keys(own, shared.cited, lambda paper: self._usual_keys[paper.key])

    def cited_as(self, key: str) -> str:
        return self._own_citation_keys.get(key) or self._shared.cited_as(key)


class PapersEverywhere(Papers):
    """The shared papers, and how texts from servers call theirs. A member's own texts may be from several servers."""

    def __init__(self, shared: Papers, of_servers: Mapping[int | None, Papers]) -> None:
        self.catalog, self.lineage, self.index = shared.catalog, shared.lineage, shared.index
        self.topics, self.cited = shared.topics, shared.cited
        self._shared, self._of_servers = shared, of_servers

    def at(self, server_id: int | None) -> Papers:
        return self._of_servers.get(server_id, self)

    def paper(self, key: str) -> Paper:
        known = (papers.catalog.get(key) for papers in (self._shared, *self._of_servers.values()))
        return next(filter(None, known), None) or self._shared.paper(key)

    def cited_as(self, key: str) -> str:
        return self._shared.cited_as(key)


def _usual_key(paper: Paper, before: Papers | None) -> str:
    if isinstance(before, ServerPapers) and before.catalog.get(paper.key) is paper:
        return before._usual_keys[paper.key]  # noqa: SLF001 - of the same module
    return citation_key(paper)
