"""Which paper an option means, if exactly one is needed and the bot cannot ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.papers.paper import Paper
from bot.services.papers.papers import Nothing
from cogs.papers.cards import dated
from cogs.ui.escaping import in_code, written
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.papers.papers import Papers


def named_paper(papers: Papers, query: str) -> Paper:
    """Return the paper that is meant. Raises ClubError, with the candidates if there are several."""
    match papers.look_up(query):
        case Paper() as paper:
            return paper
        case Nothing():
            raise SaidError(t("syllabus-no-paper", typed=in_code(query)))
        case [closest]:
            name = dated(f"**{written(closest.short_name)}**", closest.year)
            raise SaidError(t("syllabus-closest-paper", typed=in_code(query), paper=name))
        case several:
            names = ", ".join(dated(f"**{written(paper.short_name)}**", paper.year) for paper in several)
            raise SaidError(t("syllabus-which-paper", typed=in_code(query), papers=names))
