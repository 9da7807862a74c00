"""The BibTeX of a paper, ready to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.core.citations import bibtex
from cogs.ui.inert import written
from cogs.ui.replies import Page
from cogs.ui.theme import TIER_COLOURS

if TYPE_CHECKING:
    from bot.core.papers import Paper


def citation_page(paper: Paper) -> Page:
    """Raises nothing for long author lists: past what a message holds, BibTeX's own `and others` ends them."""
    return Page(
        ui.Container(
            ui.TextDisplay(f"### Cite {written(paper.short_name)}\n```bibtex\n{bibtex(paper)}\n```"),
            accent_colour=TIER_COLOURS[paper.tier],
        )
    )
