"""The lineage of a paper as members see it: the picture, and the same in words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from cogs.papers.buttons import PaperButton
from cogs.papers.cards import relative_line
from cogs.papers.goals import Goal
from cogs.ui.inert import written
from cogs.ui.replies import Answer, Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.papers import PaperInContext, Relative

RELATIVES_SHOWN = 8
HALF_TEXT = MESSAGE_TEXT // 2 - 100  # less the heading's share
ORPHAN = "Nothing in the catalogue: this is where its line begins here."
CHILDLESS = "Nothing in the catalogue yet."


def lineage_answer(context: PaperInContext, picture: bytes, alt_text: str) -> Answer:
    """The picture (PNG bytes) with its alt text, and every edge's why underneath."""
    paper = context.paper
    name = f"lineage-{paper.key}.png"
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(f"## Lineage of {written(paper.short_name)}"),
        ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=alt_text)),
        ui.TextDisplay(_in_words("Builds on", context.builds_on, ORPHAN)),
        ui.TextDisplay(_in_words("Led to", context.led_to, CHILDLESS)),
        ui.ActionRow(PaperButton(Goal.CARD, paper.key), PaperButton(Goal.CLUSTER, paper.key)),
        accent_colour=TIER_COLOURS[paper.tier],
    )
    return Answer(Page(container), (discord.File(BytesIO(picture), name, description=alt_text),))


def _in_words(title: str, relatives: Sequence[Relative], without: str) -> str:
    if not relatives:
        return f"**{title}**\n-# {without}"
    lines = that_fit([relative_line(relative) for relative in relatives[:RELATIVES_SHOWN]], HALF_TEXT)
    more = len(relatives) - len(lines)
    rest = [f"-# and {more} more"] if more > 0 else []
    return "\n".join([f"**{title}**", *lines, *rest])
