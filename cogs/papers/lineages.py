"""The lineage of a paper as members see it: the picture, and the same in words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.pictures.views import CHILDREN_SHOWN, PARENTS_SHOWN
from cogs.papers.buttons import PaperButton
from cogs.papers.cards import newer_line, older_line, relative_name
from cogs.papers.goals import Goal
from cogs.ui.inert import written
from cogs.ui.replies import Answer, Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.papers import PaperInContext, Relative

HALF_TEXT = MESSAGE_TEXT // 2 - 100  # less the heading's share
NAMES_TEXT = 500
NO_OLDER = "**Builds on**\n-# Nothing in the catalogue: this is where its line begins here."
NO_NEWER = "**Led to**\n-# Nothing in the catalogue yet."


def lineage_answer(context: PaperInContext, picture: bytes, alt_text: str) -> Answer:
    """The picture (PNG bytes) with its alt text, and every edge's why underneath."""
    paper = context.paper
    name = f"lineage-{paper.key}.png"
    older = [older_line(relative, paper) for relative in context.builds_on[:PARENTS_SHOWN]]
    newer = [newer_line(relative) for relative in context.led_to[:CHILDREN_SHOWN]]
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(f"## Lineage of {written(paper.short_name)}"),
        ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=alt_text)),
        ui.TextDisplay(_in_words("Builds on", older, context.builds_on[PARENTS_SHOWN:]) or NO_OLDER),
        ui.TextDisplay(_in_words("Led to", newer, context.led_to[CHILDREN_SHOWN:]) or NO_NEWER),
        ui.ActionRow(PaperButton(Goal.CARD, paper.key), PaperButton(Goal.CLUSTER, paper.key)),
        accent_colour=TIER_COLOURS[paper.tier],
    )
    return Answer(Page(container), (discord.File(BytesIO(picture), name, description=alt_text),))


def _in_words(title: str, lines: Sequence[str], others: Sequence[Relative]) -> str:
    """As many with their why as the picture shows, so that both say how many more there are; those by name."""
    if not lines:
        return ""
    rest = []
    if others:
        names = that_fit([relative_name(other.paper) for other in others], NAMES_TEXT, ", ")
        rest = [f"-# and {len(others)} more: {', '.join(names)}{' …' if len(names) < len(others) else ''}"]
    return "\n".join([f"**{title}**", *that_fit(lines, HALF_TEXT - NAMES_TEXT), *rest])
