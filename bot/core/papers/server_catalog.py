"""A server's own papers over the shared catalog, and the lineage of both."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.papers.lineage import Lineage
from bot.core.papers.paper import Catalog, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.core.papers.paper import Paper

    Links = dict[str, list[Link]]


class ServerCatalog(Catalog):
    """The shared catalog with a server's own papers, whose keys win. The shared papers are not copied.

    `shared` is the catalog beneath, `own` the server's papers by key in the order given. Shared papers that the server
    has linked to more papers have those links too, after their own.
    """

    def __init__(
        self,
        shared: Catalog,
        papers: Iterable[Paper],
        links: Mapping[str, Sequence[Link]],
        before: ServerCatalog | None = None,
    ) -> None:
        """Put papers, with the links of each key, over the shared catalog.

        A link that cannot be followed is left out: one to an unknown paper or to the paper itself, one that is already
        there, and one that closes a circle, as after a change of the shared catalog. What was worked out `before` a
        change is reused.
        """
        self.shared, self.topics = shared, shared.topics
        self.own = {paper.key: paper for paper in papers}
        self._given = dict(self.own)
        self._replaced = {key for key in self.own if key in shared}
        usable = {key: self._usable(key, of_key) for key, of_key in links.items()}
        self._usable_links = {key: of_key for key, of_key in usable.items() if of_key}
        self.own_links = _without_circles(self, self._usable_links, self._changed_since(before))
        self._amended = {
            key: replace(shared[key], builds_on=(*shared[key].builds_on, *of_key))
            for key, of_key in self.own_links.items()
            if of_key and key not in self.own
        }
        for key in self.own_links.keys() & self.own.keys():
            self.own[key] = self._linked(key, before)

    def _changed_since(self, before: ServerCatalog | None) -> list[str]:
        """Return the papers whose links may close a circle."""
        found = self._usable_links
        if before is None or before.own_links != before._usable_links or before._replaced != self._replaced:  # noqa: SLF001
            return list(found)
        return [key for key, links in found.items() if links != before.own_links.get(key)]

    def _linked(self, key: str, before: ServerCatalog | None) -> Paper:
        links = self.own_links[key]
        if before and before._given.get(key) is self._given[key] and before.own_links.get(key) == links:  # noqa: SLF001
            return before.own[key]
        return replace(self._given[key], builds_on=tuple(links))

    def _usable(self, key: str, links: Sequence[Link]) -> list[Link]:
        paper = self.own.get(key) or self.shared.get(key)
        if paper is None:
            return []
        taken = {key} if key in self.own else {key, *(link.key for link in paper.builds_on)}
        by_key = {link.key: link for link in links if link.key not in taken and link.key in self}
        return list(by_key.values())

    def __iter__(self) -> Iterator[Paper]:
        yield from self.listed
        yield from self.own.values()

    def __len__(self) -> int:
        return len(self.shared) - len(self._replaced) + len(self.own)

    def __contains__(self, key: object) -> bool:
        return key in self.own or key in self.shared

    def __getitem__(self, key: str) -> Paper:
        return self.own.get(key) or self._amended.get(key) or self.shared[key]

    def get(self, key: str) -> Paper | None:
        return self.own.get(key) or self._amended.get(key) or self.shared.get(key)

    @property
    def listed(self) -> Iterator[Paper]:
        return (self._amended.get(paper.key, paper) for paper in self.shared if paper.key not in self.own)


class ServerLineage(Lineage):
    """Who builds on whom in a server's catalog. The shared lineage is not copied."""

    def __init__(self, catalog: ServerCatalog, shared: Lineage) -> None:
        self._catalog = catalog
        self._shared = shared
        self._own_led_to: dict[str, list[tuple[str, Link]]] = {}
        for key, links in catalog.own_links.items():
            for link in links:
                self._own_led_to.setdefault(link.key, []).append((key, link))

    def builds_on(self, key: str) -> tuple[Link, ...]:
        return self._catalog[key].builds_on

    def led_to(self, key: str) -> tuple[Link, ...]:
        """Return the edges to the papers that build on this one: shared ones, best known first, then the server's."""
        shared = self._shared.led_to(key) if key in self._catalog.shared else ()
        kept = (link for link in shared if link.key not in self._catalog.own)
        return (*kept, *(replace(link, key=newer) for newer, link in self._own_led_to.get(key, ())))


def _without_circles(catalog: ServerCatalog, links: Links, changed: Sequence[str]) -> Links:
    """Return the links without those that close a circle, which all lead through changed papers.

    The shared links alone have none.
    """
    while (circle := _circle(catalog, links, changed)) is not None:
        newer, older = next(
            (newer, older)
            for older, newer in pairwise(circle)
            if any(link.key == older for link in links.get(newer, ()))
        )
        links = links | {newer: [link for link in links[newer] if link.key != older]}
    return links


def _circle(catalog: ServerCatalog, links: Links, among: Sequence[str]) -> list[str] | None:
    """Return a circle that one of these papers leads to, each key followed by one that builds on it, or None."""
    graph: dict[str, list[str]] = {}
    row = list(among)
    while row:
        for key in row:
            shared = [] if key in catalog.own else [link.key for link in catalog.shared[key].builds_on]
            graph[key] = [*shared, *(link.key for link in links.get(key, ()))]
        row = list(dict.fromkeys(older for key in row for older in graph[key] if older not in graph))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None
