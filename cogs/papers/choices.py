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
    if paper.title.casefold().startswith(paper.short_name.casefold()):
        name = f"{clip(paper.title, CHOICE_LIMIT - 7)} · {paper.year}"
    else:
        title_room = CHOICE_LIMIT - len(paper.short_name) - 10
        name = f"{paper.short_name} · {clip(paper.title, title_room)} · {paper.year}"
    return app_commands.Choice(name=name, value=paper.key)
