"""Turns what a provider tells about a paper into the facts of one that is to be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import NewPaper

if TYPE_CHECKING:
    from bot.core.providers.facts import PaperFacts


def new_paper(facts: PaperFacts) -> NewPaper:
    """Return the paper. Its abstract is left out unless its license lets anybody show it."""
    return NewPaper(
        facts.title,
        url=facts.url,
        authors=tuple(author.name for author in facts.authors),
        year=facts.year,
        venue=facts.venue,
        arxiv_id=facts.arxiv_id,
        doi=facts.doi,
        abstract=facts.abstract if facts.may_show_abstract else "",
    )
