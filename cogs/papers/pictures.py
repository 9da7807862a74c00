"""The words in the lineage picture, and its alt text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.papers.paper import Tier
from bot.pictures.views import LineageWords, lineage_view
from cogs.papers.cards import dated
from cogs.ui.text_budget import that_fit
from cogs.ui.theme import tier_name
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.papers.lineage import Lineage
    from bot.core.papers.paper import Catalog, Paper
    from bot.pictures.views import Branch, LineageView, Node

ALT_TEXT_LIMIT = 1024
AUTHORS_SHOWN = 2
LONGEST_LIST = 600  # Fluent refuses lists of over 1,000 characters, and the text has room for no more


def picture_view(paper: Paper, catalog: Catalog, lineage: Lineage) -> LineageView:
    """Return the content of a paper's lineage picture."""
    view = lineage_view(paper, catalog, lineage)
    words = LineageWords(
        builds_on=t("papers-builds-on-count", count=len(view.parents) + view.more_parents),
        led_to=t("papers-led-to-count", count=len(view.children) + view.more_children),
        alone=t("papers-picture-alone"),
        more=tuple((count, t("papers-picture-more", count=count)) for count in sorted(view.counts)),
        tiers=tuple((tier, tier_name(tier)) for tier in Tier),
    )
    venue = paper.venue.replace(str(paper.year), "").strip() if paper.year else paper.venue
    return replace(view, byline=" · ".join(filter(None, (_authors(paper.authors), venue))), words=words)


def alt_text(view: LineageView) -> str:
    """Return a description of the picture in at most 1,024 characters, for members who cannot see it."""
    text = " ".join(
        [
            t("papers-alt-text", paper=_dated(view.focus)),
            *_generations("older", view.parents, view.more_parents),
            *_generations("newer", view.children, view.more_children),
        ]
    )
    return text if len(text) <= ALT_TEXT_LIMIT else text[: ALT_TEXT_LIMIT - 1] + "…"


def _generations(direction: str, branches: Sequence[Branch], more: int) -> Iterator[str]:
    names = _named([branch.node for branch in branches], more)
    yield t("papers-alt-near", direction=direction, count=len(branches) + more, names=names)
    if further := [node for branch in branches for node in branch.further]:
        names = _named(further, sum(branch.more for branch in branches))
        yield t("papers-alt-further", direction=direction, names=names)


def _authors(names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = names if len(names) <= AUTHORS_SHOWN else names[:1]
    return t("papers-picture-authors", names=list(shown), others=len(names) - len(shown))


def _named(nodes: Sequence[Node], more: int) -> list[str]:
    names = that_fit([_dated(node) for node in nodes], LONGEST_LIST)
    left_out = more + len(nodes) - len(names)
    return [*names, t("papers-more", count=left_out)] if left_out else names


def _dated(node: Node) -> str:
    return dated(node.name, node.year)
