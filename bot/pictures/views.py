"""The contents of the lineage picture before anything is placed or drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.papers.paper import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from bot.core.papers.lineage import Lineage
    from bot.core.papers.paper import Catalog, Link, Paper

PARENTS_SHOWN, CHILDREN_SHOWN = 4, 8
# How many papers a neighbor shows of the generation after it, by how many neighbors there are.
FURTHER_SHOWN = {1: 8, 2: 4, 3: 4, 4: 3}


@dataclass(frozen=True, slots=True)
class Node:
    """One paper in the picture."""

    key: str
    name: str
    year: int
    tier: Tier


@dataclass(frozen=True, slots=True)
class Branch:
    """A neighbor of the paper, and that neighbor's own neighbors one generation further, oldest first.

    `more` counts those that are left out.
    """

    node: Node
    further: tuple[Node, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class LineageWords:
    """What is written in the picture besides names and titles. The edge has the words."""

    builds_on: str = ""
    led_to: str = ""
    alone: str = ""
    more: tuple[tuple[int, str], ...] = ()  # "and 3 more" for each count
    tiers: tuple[tuple[Tier, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LineageView:
    """A paper, those it builds on and those it led to, oldest first. `more_*` count the ones that are left out.

    No paper appears twice.
    """

    focus: Node
    title: str
    byline: str
    parents: tuple[Branch, ...] = ()
    children: tuple[Branch, ...] = ()
    more_parents: int = 0
    more_children: int = 0
    words: LineageWords = LineageWords()

    @property
    def key(self) -> str:
        return self.focus.key

    @property
    def counts(self) -> set[int]:
        """Every number of papers that are left out somewhere."""
        return {self.more_parents, self.more_children, *(branch.more for branch in (*self.parents, *self.children))}

    @property
    def nodes(self) -> list[Node]:
        """Every paper in the picture."""
        branches = (*self.parents, *self.children)
        return [self.focus, *(node for branch in branches for node in (branch.node, *branch.further))]


def lineage_view(paper: Paper, catalog: Catalog, lineage: Lineage) -> LineageView:
    """Return two generations back, or two ahead if there are none back, without words.

    If there are too many papers, the most direct parents and the best known children are shown.
    """
    parents, children = lineage.builds_on(paper.key), lineage.led_to(paper.key)
    shown_parents, shown_children = _shown(parents, PARENTS_SHOWN), _shown(children, CHILDREN_SHOWN)
    taken = {paper.key, *(link.key for link in (*parents, *children))}
    return LineageView(
        focus=_node(paper),
        title=_without_name(paper),
        byline="",
        parents=_branches(shown_parents, catalog, lineage.builds_on, taken),
        children=_branches(shown_children, catalog, (lambda _: ()) if parents else lineage.led_to, taken),
        more_parents=len(parents) - len(shown_parents),
        more_children=len(children) - len(shown_children),
    )


def _shown(links: Sequence[Link], most: int) -> Sequence[Link]:
    """Return the links to show. "and 3 more" takes the place of one, so it never stands for a single paper."""
    return links if len(links) <= most else links[: most - 1]


def _branches(
    links: Iterable[Link], catalog: Catalog, further_of: Callable[[str], Sequence[Link]], taken: Collection[str]
) -> tuple[Branch, ...]:
    keys = _by_year([link.key for link in links], catalog)
    most, taken, branches = FURTHER_SHOWN.get(len(keys), 0), set(taken), []
    for key in keys:
        further = [link for link in further_of(key) if link.key not in taken] if most else []
        taken.update(link.key for link in further)
        shown = _by_year([link.key for link in _shown(further, most)], catalog)
        nodes = tuple(_node(catalog[shown_key]) for shown_key in shown)
        branches.append(Branch(_node(catalog[key]), nodes, len(further) - len(shown)))
    return tuple(branches)


def _by_year(keys: list[str], catalog: Catalog) -> list[str]:
    return sorted(keys, key=lambda key: catalog[key].year)


def _node(paper: Paper) -> Node:
    return Node(paper.key, paper.short_name, paper.year, paper.tier)


def _without_name(paper: Paper) -> str:
    """Return the title without the name at its start: "LoRA" above "LoRA: Low-Rank Adaptation …" would repeat it."""
    name, title = paper.short_name, paper.title
    if title.casefold().startswith(f"{name.casefold()}:"):
        return title[len(name) + 1 :].strip()
    return "" if title.casefold() == name.casefold() else title


def sample_view() -> LineageView:
    """Return the view of a picture that nobody sees, for trying out whether pictures can be drawn."""
    node = Node("sample", "Sample", 2017, Tier.MUST_READ)
    return LineageView(node, "A picture that nobody sees", "Nobody", (Branch(node),), (Branch(node),))
