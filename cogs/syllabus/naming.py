"""Which paper an option means, if exactly one is needed and the bot cannot ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.papers.paper import Paper
from bot.services.papers.papers import Nothing
from bot.services.world_catalog.finding import NotAddedYet
from cogs.papers.cards import dated
from cogs.papers.world_cards import world_offer
from cogs.ui.escaping import clip, in_code, written
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.papers.papers import Papers
    from bot.services.world_catalog.finding import PaperFinder
    from cogs.catalog.buttons import Offer


TITLE_LIMIT = 200


async def paper_of_catalog(finding: PaperFinder, papers: Papers, query: str, offer: Offer | None = None) -> Paper:
    """Return the same as `named_paper`. If a paper of the world is meant, say that it has to be added, and offer it."""
    if not isinstance(papers.look_up(query), Paper):
        found = await finding.look_up(papers, query)
        if isinstance(found, NotAddedYet):
            name = dated(f"**{written(clip(found.paper.title, TITLE_LIMIT))}**", found.paper.year or 0)
            buttons = [world_offer(offer, found.paper)] if offer else []
            raise SaidError(t("papers-world-added-first", paper=name), *buttons)
        if isinstance(found, Paper):
            return found
    return named_paper(papers, query)


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
