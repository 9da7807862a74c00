"""The reading cluster: a paper and the two or three it most directly builds on, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.papers.paper import Catalog, Paper

ANCESTORS = 3
# Minutes to set aside, from–to. The first pass shows what a paper is about, the second how it works. The second pass is
# quicker for older papers: they are read only for what the focus took from them.
FIRST_PASS = (5, 10)
SECOND_PASS = (30, 60)
QUICK_SECOND_PASS = (15, 30)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A span of minutes."""

    least: int
    most: int

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(self.least + other.least, self.most + other.most)


@dataclass(frozen=True, slots=True)
class ClusterPaper:
    """One paper of a cluster, why it is there, and how long to set aside. The focus has no `why`.

    `sentence` is that of the link.
    """

    paper: Paper
    why: str
    minutes: Minutes
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A set of papers to read together.

    `steps` are in reading order: oldest first, the focus last. If no older paper is known, the focus is the only step.
    """

    focus: Paper
    steps: tuple[ClusterPaper, ...]

    @property
    def minutes(self) -> Minutes:
        """The time for the whole cluster. Implementing the focus (the third pass) is extra."""
        total = Minutes(0, 0)
        for step in self.steps:
            total += step.minutes
        return total


def reading_cluster(focus: Paper, catalog: Catalog) -> Cluster:
    """Return the cluster around a paper: at most three of its links, in the catalog's order.

    Raises KeyError if a link leads out of the catalog. The loader refuses such a catalog.
    """
    older = [
        ClusterPaper(catalog[link.key], link.why, _minutes(FIRST_PASS, QUICK_SECOND_PASS), link.sentence)
        for link in focus.builds_on[:ANCESTORS]
    ]
    older.sort(key=lambda step: (step.paper.year, step.paper.arxiv_id or "", step.paper.key))
    return Cluster(focus, (*older, ClusterPaper(focus, "", _minutes(FIRST_PASS, SECOND_PASS))))


def _minutes(*passes: tuple[int, int]) -> Minutes:
    return Minutes(sum(least for least, _ in passes), sum(most for _, most in passes))
