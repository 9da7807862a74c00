"""The same limits for a server's own papers: what the catalog's service lets through."""

from __future__ import annotations

from bot.core.catalog.drafts import MOST_PROPOSED
from bot.core.catalog.facts import LONGEST_SECTION, LONGEST_SENTENCE, LONGEST_WHY, MOST_LETTERS, MOST_NAMES
from bot.core.catalog.links import MOST_LINKS
from bot.core.catalog.own_papers import PaperFact
from bot.core.catalog.suggestions import LONGEST_SOURCE, MOST_OF_A_SERVER
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
    ("AddPreview", "ancestors"): MOST_PROPOSED,
    ("NewPaper", "authors"): MOST_NAMES[PaperFact.AUTHORS],
    ("OwnPaper", "builds_on"): MOST_LINKS,
    ("RemovedPaper", "stubs"): MOST_LINKS,
    ("AddedPaper", "stubs"): MOST_LINKS,
    ("suggestions_page", "suggestions"): MOST_OF_A_SERVER,
    ("nothing_read_page", "reasons"): 4,
    ("preview_page", "notes"): 4,
}
