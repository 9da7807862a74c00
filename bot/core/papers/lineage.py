"""The lineage: a directed acyclic graph in which a paper points to those it builds on."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from bot.core.papers.paper import Link, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.papers.paper import Paper

RANK = {tier: rank for rank, tier in enumerate(Tier)}


class LineageError(ValueError):
    """The links form no lineage: one leads to an unknown paper, or some form a circle."""


class Lineage:
    """Who builds on whom, both ways."""

    def __init__(self, builds_on: dict[str, tuple[Link, ...]], led_to: dict[str, tuple[Link, ...]]) -> None:
        self._builds_on = builds_on
        self._led_to = led_to

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> Lineage:
        """Create the lineage. Raises LineageError if a link leads to no paper or links form a circle."""
        by_key = {paper.key: paper for paper in papers}
        builds_on = {key: paper.builds_on for key, paper in by_key.items()}
        _refuse_cycles(builds_on)
        led_to: dict[str, list[Link]] = {key: [] for key in by_key}
        for key, links in builds_on.items():
            for link in links:
                if link.key not in by_key:
                    raise LineageError(f"{key} builds on {link.key}, which is not there")
                led_to[link.key].append(Link(key, link.why, link.source))

        def best_known_first(link: Link) -> tuple[int, int, int, str]:
            paper = by_key[link.key]
            return RANK[paper.tier], -len(led_to[paper.key]), paper.year, paper.key

        return cls(builds_on, {key: tuple(sorted(links, key=best_known_first)) for key, links in led_to.items()})

    def builds_on(self, key: str) -> tuple[Link, ...]:
        """Return the edges to the papers that this one builds on, most direct first, in the catalog's order."""
        return self._builds_on[key]

    def led_to(self, key: str) -> tuple[Link, ...]:
        """Return the edges to the papers that build on this one, best known first.

        Each `why` is that of the later paper.
        """
        return self._led_to[key]

    def ancestors(self, key: str, generations: int) -> dict[str, int]:
        """Return every paper within `generations` steps back, with its smallest number of steps, nearest first."""
        found: dict[str, int] = {}
        row = [key]
        for generation in range(1, generations + 1):
            row = [link.key for child in row for link in self.builds_on(child)]
            row = [ancestor for ancestor in dict.fromkeys(row) if ancestor not in found and ancestor != key]
            found.update(dict.fromkeys(row, generation))
        return found


def _refuse_cycles(builds_on: dict[str, tuple[Link, ...]]) -> None:
    graph = {key: [link.key for link in links] for key, links in builds_on.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise LineageError(f"papers build on each other in a circle: {' → '.join(error.args[1])}") from None
