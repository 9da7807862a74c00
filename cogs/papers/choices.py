"""Papers as Discord offers them while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.ui.inert import clip

if TYPE_CHECKING:
    from bot.core.papers import Paper

CHOICES = 25
CHOICE_LIMIT = 100


def paper_choice(paper: Paper) -> app_commands.Choice[str]:
    """Short name, title, year; the value is the paper's key."""
    if paper.title.casefold().startswith(paper.short_name.casefold()):
        name = f"{clip(paper.title, CHOICE_LIMIT - 7)} · {paper.year}"
    else:
        title_room = CHOICE_LIMIT - len(paper.short_name) - 10
        name = f"{paper.short_name} · {clip(paper.title, title_room)} · {paper.year}"
    return app_commands.Choice(name=name, value=paper.key)
