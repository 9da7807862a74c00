"""Papers as autocomplete suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.ui.escaping import clip

if TYPE_CHECKING:
    from bot.core.papers.paper import Paper

CHOICES = 25
CHOICE_LIMIT = 100


def paper_choice(paper: Paper) -> app_commands.Choice[str]:
    """Return a choice with short name, title and year. Its value is the paper's key."""
    short, year = clip(paper.short_name, CHOICE_LIMIT // 2), f" · {paper.year}" if paper.year else ""
    if paper.title.casefold().startswith(paper.short_name.casefold()):
        name = clip(paper.title, CHOICE_LIMIT - 7)
    else:
        name = f"{short} · {clip(paper.title, CHOICE_LIMIT - len(short) - 10)}"
    return app_commands.Choice(name=name + year, value=paper.key)
