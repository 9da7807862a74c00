"""The same limits for a server's own papers: what the catalog's service lets through."""

from __future__ import annotations

from bot.core.catalog.drafts import MOST_PROPOSED
from bot.core.catalog.facts import LONGEST_SECTION, LONGEST_SENTENCE, LONGEST_WHY, MOST_LETTERS, MOST_NAMES
from bot.core.catalog.links import MOST_LINKS
from bot.core.catalog.own_papers import PaperFact
from bot.core.catalog.suggestions import LONGEST_SOURCE, MOST_OF_A_SERVER
from bot.core.providers.outside_text import LONGEST_NAME as OUTSIDE_NAME
from bot.core.providers.outside_text import LONGEST_TITLE
from bot.core.world_catalog.paper import MOST_AUTHORS, WorldPaper
from bot.core.world_catalog.records import LONGEST_ABSTRACT, LONGEST_VENUE, DumpFormat
from bot.services.world_catalog.finding import NotAddedYet
from bot.services.world_catalog.service import MOST_RELATIVES
from cogs.catalog.buttons import Offer
from cogs.catalog.forms import LIMITS

REASON = 1200
ARXIV_ID, DOI, KEY = 20, 255, 40
PAPER = {"title": PaperFact.TITLE, "url": PaperFact.URL, "venue": PaperFact.VENUE, "abstract": PaperFact.ABSTRACT}
TEXTS = {
    **{("TypedFacts", name): most for name, most in LIMITS.items()},
    **{(kind, name): MOST_LETTERS[fact] for kind in ("NewPaper", "ProposedAncestor") for name, fact in PAPER.items()},
    **{(kind, "arxiv_id"): ARXIV_ID for kind in ("NewPaper", "ProposedAncestor", "Suggestion")},
    **{(kind, "doi"): DOI for kind in ("NewPaper", "ProposedAncestor", "Suggestion")},
    **{(kind, "why"): LONGEST_WHY for kind in ("OwnLink", "ProposedAncestor")},
    **{(kind, "sentence"): LONGEST_SENTENCE for kind in ("OwnLink", "ProposedAncestor")},
    **{(kind, "section"): LONGEST_SECTION for kind in ("OwnLink", "ProposedAncestor")},
    ("NewPaper", "authors"): MOST_LETTERS[PaperFact.AUTHORS],
    ("NewPaper", "aliases"): MOST_LETTERS[PaperFact.ALIASES],
    ("WorldPaper", "title"): LONGEST_TITLE,
    ("WorldPaper", "authors"): OUTSIDE_NAME,
    ("WorldPaper", "venue"): LONGEST_VENUE,
    ("WorldPaper", "abstract"): LONGEST_ABSTRACT,
    ("WorldPaper", "arxiv_id"): ARXIV_ID,
    ("WorldPaper", "doi"): DOI,
    ("WorldPaper", "source_id"): ARXIV_ID,
    ("WorldPaper", "names"): DOI,
    ("WorldPaper", "references"): DOI,
    ("WorldPaper", "sources"): 20,
    ("world_card_page", "note"): 200,
    ("OwnLink", "builds_on"): KEY,
    ("RemovedPaper", "stubs"): MOST_LETTERS[PaperFact.SHORT_NAME],
    ("AddedPaper", "stubs"): MOST_LETTERS[PaperFact.SHORT_NAME],
    ("Suggestion", "source"): LONGEST_SOURCE,
    ("Suggestion", "title"): LONGEST_SOURCE,
    ("ImportEntry", "cite_key"): 200,
    ("BrokenEntry", "problem"): 200,
    ("importing_page", "warnings"): 160,
    ("exported_page", "file_name"): 20,
    ("unreadable_text", "name"): 62,
    ("Problem", "key"): 200,
    ("nothing_read_page", "source"): 6000,
    ("nothing_read_page", "reasons"): REASON,
    ("preview_page", "notes"): REASON,
    ("shown_page", "uses"): 300,
    ("fault_text", "name"): 62,
}
LISTS = {
    ("WorldPaper", "authors"): MOST_AUTHORS,
    ("WorldPaper", "names"): 3,
    ("WorldPaper", "references"): 3,
    ("WorldPaper", "sources"): len(DumpFormat),
    ("WorldLineage", "cites"): MOST_RELATIVES,
    ("WorldLineage", "cited_by"): MOST_RELATIVES,
    ("world_card_page", "offers"): len(Offer),
    ("AddPreview", "ancestors"): MOST_PROPOSED,
    ("NewPaper", "authors"): MOST_NAMES[PaperFact.AUTHORS],
    ("OwnPaper", "builds_on"): MOST_LINKS,
    ("RemovedPaper", "stubs"): MOST_LINKS,
    ("AddedPaper", "stubs"): MOST_LINKS,
    ("suggestions_page", "suggestions"): MOST_OF_A_SERVER,
    ("nothing_read_page", "reasons"): 4,
    ("preview_page", "notes"): 4,
}


def of_the_world(letter: str, number: int) -> NotAddedYet:
    """Return a paper of the world with the longest facts; the number makes it different from others."""
    title = (f"{number} " + letter * LONGEST_TITLE)[:LONGEST_TITLE]
    authors = ((letter * OUTSIDE_NAME)[:OUTSIDE_NAME],) * MOST_AUTHORS
    venue = (letter * LONGEST_VENUE)[:LONGEST_VENUE]
    return NotAddedYet(WorldPaper(title, authors, 2024, venue, source_id=f"s2:{number}"))
