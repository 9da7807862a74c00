"""Entries of a bibliography as papers of the catalogue file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.records import Format, authors_of, required_title, venue_of

if TYPE_CHECKING:
    from bot.core.bibliography.entries import Entry


def paper_of(entry: Entry) -> WorldPaper:
    """Raises WrongRecordError."""
    names = (" ".join(filter(None, (name.given, name.family, name.suffix))) for name in entry.authors)
    authors, more = authors_of(names)
    return WorldPaper(
        title=required_title(entry.title),
        authors=authors,
        more_authors=max(more, int(entry.has_more_authors)),
        year=entry.year,
        venue=venue_of(entry.venue),
        arxiv_id=entry.arxiv_id,
        doi=entry.doi,
        sources=(Format.BIBTEX,),
    )
