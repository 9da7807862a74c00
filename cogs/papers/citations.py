"""The BibTeX of a paper, ready to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.core.papers.citations import bibtex
from cogs.ui.escaping import written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT
from cogs.ui.theme import TIER_COLORS
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.papers.paper import Paper


def citation_page(paper: Paper, key: str = "") -> Page:
    """Return the BibTeX entry under the paper's citation key, with as many authors as a message can hold."""
    heading = f"### {t('papers-cite', paper=written(paper.short_name))}"
    entry = bibtex(paper, MESSAGE_TEXT - len(heading) - len("\n```bibtex\n\n```"), key)
    return Page(
        ui.Container(
            ui.TextDisplay(f"{heading}\n```bibtex\n{entry}\n```"),
            accent_color=TIER_COLORS[paper.tier],
        )
    )
