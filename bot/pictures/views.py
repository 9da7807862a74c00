"""What the lineage picture shows, before anything is placed or drawn; and the same as one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.lineage import Lineage
    from bot.core.papers import Catalogue, Paper, Tier

PARENTS_SHOWN = 4
CHILDREN_SHOWN = 6
ALT_TEXT_LIMIT = 1024
AUTHORS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Node:
    """One paper in the picture."""

    name: str
    title: str
    year: int
    tier: Tier


@dataclass(frozen=True, slots=True)
class LineageView:
    """The paper, those it builds on and those it led to; `more_*` count what is left out."""

    key: str
    focus: Node
    authors: str
    venue: str
    parents: tuple[Node, ...]
    children: tuple[Node, ...]
    more_parents: int = 0
    more_children: int = 0


def lineage_view(paper: Paper, catalogue: Catalogue, lineage: Lineage) -> LineageView:
    """The nearest generation on either side: parents in the catalogue's order, children best known first."""
    parents, children = lineage.builds_on(paper.key), lineage.led_to(paper.key)
    return LineageView(
        key=paper.key,
        focus=_node(paper),
        authors=_authors(paper.authors),
        venue=paper.venue,
        parents=tuple(_node(catalogue[link.key]) for link in parents[:PARENTS_SHOWN]),
        children=tuple(_node(catalogue[link.key]) for link in children[:CHILDREN_SHOWN]),
        more_parents=max(0, len(parents) - PARENTS_SHOWN),
        more_children=max(0, len(children) - CHILDREN_SHOWN),
    )


def alt_text(view: LineageView) -> str:
    """At most 1,024 characters, for who cannot see the picture."""
    before = _listed(view.parents, view.more_parents) or "nothing in the catalogue"
    after = _listed(view.children, view.more_children) or "nothing in the catalogue yet"
    focus = f"{view.focus.name} ({view.focus.year})"
    text = f"Lineage of {focus}, drawn as three columns. It builds on {before}. It led to {after}."
    return text if len(text) <= ALT_TEXT_LIMIT else text[: ALT_TEXT_LIMIT - 1] + "…"


def _node(paper: Paper) -> Node:
    return Node(paper.short_name, paper.title, paper.year, paper.tier)


def _authors(names: tuple[str, ...]) -> str:
    if len(names) <= AUTHORS_SHOWN:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} more"


def _listed(nodes: tuple[Node, ...], more: int) -> str:
    names = [f"{node.name} ({node.year})" for node in nodes]
    if more:
        names.append(f"{more} more")
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
