"""Papers as autocomplete suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.ui.escaping import clip
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.papers.paper import Paper
    from bot.services.world_catalog.finding import NotAddedYet

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


def world_choice(found: NotAddedYet) -> app_commands.Choice[str]:
    """Return a choice with title and year that says that nobody has added the paper yet.

    Its value is the arXiv id, which is understood with any catalogue file, or else what names the paper in this one.
    """
    paper = found.paper
    year = f" · {paper.year}" if paper.year else ""
    room = CHOICE_LIMIT - len(t("papers-world-choice", paper="")) - len(year)
    name = t("papers-world-choice", paper=f"{clip(paper.title, room)}{year}")
    return app_commands.Choice(name=name, value=paper.arxiv_id or found.key)
