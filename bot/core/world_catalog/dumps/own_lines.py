"""Our own JSON Lines, for papers from anywhere else. docs/CATALOGUE-FILE.md describes the fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.core.papers.ids import arxiv_id, doi
from bot.core.providers.outside_ids import ids_of, is_open_license
from bot.core.world_catalog.paper import OPENALEX, SEMANTIC_SCHOLAR, WorldPaper
from bot.core.world_catalog.records import (
    MOST_REFERENCES,
    DumpFormat,
    abstract_of,
    authors_of,
    citations_in,
    list_in,
    required_title,
    text_in,
    venue_of,
    year_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_ID, LONGEST_BYLINE = 255, 20_000
BETWEEN_AUTHORS = re.compile(" ?; ?| and ")


def is_own(record: Mapping[str, Any]) -> bool:
    return "title" in record


def paper_of(record: Mapping[str, Any]) -> WorldPaper:
    """Raises WrongRecordError."""
    arxiv, found = ids_of(text_in(record, "doi"), text_in(record, "arxiv_id"))
    authors, more = authors_of(_names(record))
    may_show = is_open_license(text_in(record, "abstract_license"))
    return WorldPaper(
        title=required_title(record.get("title")),
        authors=authors,
        more_authors=more,
        year=year_in(record, "year"),
        venue=venue_of(text_in(record, "venue")),
        arxiv_id=arxiv,
        doi=found,
        citations=citations_in(record, "citations"),
        abstract=abstract_of(text_in(record, "abstract")) if may_show else "",
        references=tuple(_references(record)),
        sources=(DumpFormat.OWN,),
    )


def _names(record: Mapping[str, Any]) -> Iterator[str | None]:
    """Yield names from a list of texts or of records, or from one text with "and" or semicolons between them."""
    authors = record.get("authors")
    if isinstance(authors, str):
        yield from BETWEEN_AUTHORS.split(" ".join(authors[:LONGEST_BYLINE].split()))
    for each in list_in(record, "authors"):
        if isinstance(each, dict):
            yield text_in(each, "name") or " ".join(filter(None, (text_in(each, "given"), text_in(each, "family"))))
        elif isinstance(each, str):
            yield each


def _references(record: Mapping[str, Any]) -> Iterator[str]:
    for cited in list_in(record, "references")[:MOST_REFERENCES]:
        text = cited.strip() if isinstance(cited, str) and len(cited) <= LONGEST_ID else ""
        if text.lower().startswith((OPENALEX, SEMANTIC_SCHOLAR)):
            yield text.lower()
        elif known := arxiv_id(text) or doi(text):
            yield known.id
