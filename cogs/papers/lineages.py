"""The lineage of a paper as members see it: the picture, and the same in words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import SeparatorSpacing, ui

from cogs.papers.buttons import PaperButton
from cogs.papers.cards import dated, newer_line, older_line, relative_name
from cogs.papers.pictures import alt_text
from cogs.papers.views import PaperView
from cogs.ui.escaping import written
from cogs.ui.replies import Page, Reply
from cogs.ui.text_budget import MESSAGE_TEXT, counted, that_fit
from cogs.ui.theme import TIER_COLORS
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.pictures.views import Branch, LineageView
    from bot.services.papers.papers import PaperInContext, Relative

HALF_TEXT = MESSAGE_TEXT // 2 - 100  # less the heading's share
NAMES_TEXT, FURTHER_TEXT = 400, 300


def lineage_answer(context: PaperInContext, view: LineageView, picture: bytes) -> Reply:
    """Return the picture (PNG bytes) with its alt text, and below it why each paper builds on another."""
    paper = context.paper
    name, spoken = f"lineage-{paper.key}.png", alt_text(view)
    older, newer = t("papers-no-older"), t("papers-no-newer")
    if view.parents:
        lines = [older_line(relative, paper) for relative in _in_order(view.parents, context.builds_on)]
        older = _in_words(view.words.builds_on, lines, view.parents, context.builds_on, "older")
    if view.children:
        lines = [newer_line(relative) for relative in _in_order(view.children, context.led_to)]
        newer = _in_words(view.words.led_to, lines, view.children, context.led_to, "newer")
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(f"## {t('papers-lineage', paper=written(paper.short_name))}"),
        ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=spoken)),
        ui.TextDisplay(older),
        ui.Separator(spacing=SeparatorSpacing.small),
        ui.TextDisplay(newer),
        ui.Separator(visible=False, spacing=SeparatorSpacing.small),
        ui.ActionRow(PaperButton(PaperView.CARD, paper.key), PaperButton(PaperView.CLUSTER, paper.key)),
        accent_color=TIER_COLORS[paper.tier],
    )
    return Reply(Page(container), (discord.File(BytesIO(picture), name, description=spoken),))


def _in_order(branches: Sequence[Branch], relatives: Sequence[Relative]) -> list[Relative]:
    """Return the papers that the picture shows, in its order."""
    places = {branch.node.key: place for place, branch in enumerate(branches)}
    shown = [relative for relative in relatives if relative.paper.key in places]
    return sorted(shown, key=lambda relative: places[relative.paper.key])


def _in_words(
    title: str, lines: Sequence[str], branches: Sequence[Branch], relatives: Sequence[Relative], direction: str
) -> str:
    """Return the papers that the picture shows, the names of the others, and those one generation further."""
    shown = {branch.node.key for branch in branches}
    others, rest = [relative.paper for relative in relatives if relative.paper.key not in shown], []
    if others:
        names = that_fit([relative_name(other) for other in others], NAMES_TEXT, ", ")
        is_cut = len(names) < len(others)
        rest.append(t("papers-other-relatives", count=len(others), names=names, is_cut=is_cut))
    if further := _further(branches):
        rest.append(t("papers-further", direction=direction, names=further))
    return "\n".join([f"**{title}**", *that_fit(lines, HALF_TEXT - NAMES_TEXT - FURTHER_TEXT), *rest])


def _further(branches: Sequence[Branch]) -> list[str]:
    """Return the names of the papers one generation further, as the picture shows them."""
    names = [dated(written(node.name), node.year) for branch in branches for node in branch.further]
    left_out = sum(branch.more for branch in branches)
    return counted([*names, *([t("papers-more", count=left_out)] if left_out else [])], FURTHER_TEXT, ", ")
