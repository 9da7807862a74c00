"""Turns what was read from a bibliography into what a server's catalog imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.bibliography.entries import EntryTrouble
from bot.core.bibliography.names import display_name
from bot.core.catalog.importing import BrokenEntry, ImportEntry
from bot.core.catalog.own_papers import NewPaper

if TYPE_CHECKING:
    from bot.core.bibliography.entries import Bibliography, Publication


def importable(bibliography: Bibliography) -> tuple[tuple[ImportEntry, ...], tuple[BrokenEntry, ...]]:
    """Return the entries that have a title, and the broken ones with an EntryTrouble as their problem, by line.

    Files may have more entries than can be imported; `bot.core.catalog.importing` refuses those.
    """
    entries = tuple(
        ImportEntry(entry.line, entry.key, paper_of(entry)) for entry in bibliography.entries if entry.title
    )
    broken = tuple(
        BrokenEntry(problem.line, problem.trouble)
        for problem in bibliography.problems
        if problem.loses_entry and problem.trouble is not EntryTrouble.TOO_MANY
    )
    return entries, broken


def paper_of(entry: Publication) -> NewPaper:
    """Return the facts of an entry's paper."""
    return NewPaper(
        entry.title,
        url=entry.url,
        authors=tuple(map(display_name, entry.authors)),
        year=entry.year,
        venue=entry.venue,
        arxiv_id=entry.arxiv_id,
        doi=entry.doi,
    )
