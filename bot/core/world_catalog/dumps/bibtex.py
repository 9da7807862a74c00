"""Entries of a bibliography as papers of the catalogue file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.bibliography.names import display_name
from bot.core.providers.outside_ids import ids_of
from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.records import DumpFormat, authors_of, plain_title, required_title, venue_of

if TYPE_CHECKING:
    from bot.core.bibliography.entries import Publication


def paper_of(entry: Publication, *, is_plain: bool) -> WorldPaper:
    """Return the paper. `is_plain` says that the title has no LaTeX any more. Raises WrongRecordError."""
    authors, more = authors_of(map(display_name, entry.authors))
    arxiv, doi = ids_of(entry.doi, entry.arxiv_id)
    return WorldPaper(
        title=(plain_title if is_plain else required_title)(entry.title),
        authors=authors,
        more_authors=max(more, int(entry.has_more_authors)),
        year=entry.year,
        venue=venue_of(entry.venue),
        arxiv_id=arxiv,
        doi=doi,
        sources=(DumpFormat.BIBTEX,),
    )
