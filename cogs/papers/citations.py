"""The BibTeX of a paper, ready to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.core.citations import bibtex
from cogs.ui.inert import written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT
from cogs.ui.theme import TIER_COLOURS

if TYPE_CHECKING:
    from bot.core.papers import Paper


def citation_page(paper: Paper, key: str = "") -> Page:
    """Under the citation key, with as many authors as a message holds."""
    heading = f"### Cite {written(paper.short_name)}"
    entry = bibtex(paper, MESSAGE_TEXT - len(heading) - len("\n```bibtex\n\n```"), key)
    return Page(
        ui.Container(
            ui.TextDisplay(f"{heading}\n```bibtex\n{entry}\n```"),
            accent_colour=TIER_COLOURS[paper.tier],
        )
    )
