"""Which paper an option means, where one answer is needed and nothing can be asked back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import ClubError
from bot.core.papers import Paper
from bot.services.papers import Nothing
from cogs.ui.inert import in_code, written

if TYPE_CHECKING:
    from bot.services.papers import PaperService


def named_paper(papers: PaperService, query: str) -> Paper:
    """Raises ClubError, with the candidates where there are several."""
    match papers.look_up(query):
        case Paper() as paper:
            return paper
        case Nothing():
            raise ClubError(
                f"No paper in the catalogue matches {in_code(query)}. Take one of those that are offered while you "
                "type; `/papers` lists all."
            )
        case [closest]:
            raise ClubError(
                f"No paper in the catalogue is called {in_code(query)}; **{written(closest.short_name)}** "
                f"({closest.year}) comes closest. Take one of those that are offered while you type."
            )
        case several:
            names = ", ".join(f"**{written(paper.short_name)}** ({paper.year})" for paper in several)
            raise ClubError(f"Which one? {in_code(query)} may mean {names}. Take it from those offered while you type.")
