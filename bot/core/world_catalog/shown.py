"""One of the world's papers in the forms in which the bot shows, cites and adds papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.names import short_name_of
from bot.core.catalog.suggestions import NewSuggestion
from bot.core.papers.paper import Paper, Tier
from bot.core.providers import outside_ids
from bot.core.providers.facts import Author, PaperFacts
from bot.core.world_catalog.paper import OPENALEX, SEMANTIC_SCHOLAR

if TYPE_CHECKING:
    from bot.core.world_catalog.paper import WorldPaper

SOURCE = "world catalog"


def address_of(paper: WorldPaper) -> str:
    """Return where the paper can be read: at arXiv, its publisher or its source; empty if nobody knows."""
    if page := outside_ids.address_of(paper.arxiv_id, paper.doi, ""):
        return page
    source_id = paper.source_id or ""
    if source_id.startswith(OPENALEX):
        return f"https://openalex.org/{source_id.removeprefix(OPENALEX).upper()}"
    if source_id.startswith(SEMANTIC_SCHOLAR):
        return f"https://api.semanticscholar.org/CorpusID:{source_id.removeprefix(SEMANTIC_SCHOLAR)}"
    return ""


def as_paper(paper: WorldPaper) -> Paper:
    """Return it as a paper like those of a server, without texts of ours. No catalog has its key."""
    return Paper(
        key=paper.reference,
        title=paper.title,
        short_name=short_name_of(paper.title),
        authors=paper.authors,
        year=paper.year or 0,
        venue=paper.venue,
        url=address_of(paper),
        tier=Tier.ADDED,
        topics=(),
        contribution="",
        why_it_matters="",
        arxiv_id=paper.arxiv_id,
        doi=paper.doi,
        abstract=paper.abstract,
    )


def as_facts(paper: WorldPaper) -> PaperFacts:
    """Return what `/catalog add` would otherwise ask other sites about."""
    return PaperFacts(
        SOURCE,
        paper.title,
        address_of(paper),
        tuple(map(Author, paper.authors)),
        paper.year,
        paper.venue,
        paper.arxiv_id,
        paper.doi,
        paper.abstract,
        may_show_abstract=bool(paper.abstract),
    )


def as_suggestion(paper: WorldPaper) -> NewSuggestion:
    """Return what a member suggests by it. Its source is what an organizer can read, and `/catalog add` too."""
    return NewSuggestion(address_of(paper) or paper.title, paper.title, paper.arxiv_id, paper.doi)
