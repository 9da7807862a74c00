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

FIELDS = frozenset({"authors", "year", "arxiv_id", "doi", "citations", "references"})  # CSL-JSON has none of these
LONGEST_ID, LONGEST_BYLINE = 255, 20_000
FEWEST_WITH_INITIALS = 2  # names, where one would be "Hu, E. J."
BETWEEN_AUTHORS = re.compile(" ?; ?| and ")
INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,3}")


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
    """Yield names from a list of texts or of records, or from one text with signs or "and" between them."""
    authors = record.get("authors")
    if isinstance(authors, str):
        yield from _names_in(" ".join(authors[:LONGEST_BYLINE].split()))
    for each in list_in(record, "authors"):
        if isinstance(each, dict):
            yield text_in(each, "name") or " ".join(filter(None, (text_in(each, "given"), text_in(each, "family"))))
        elif isinstance(each, str):
            yield from _with_initials(each[:LONGEST_BYLINE].split(",")) or (each,)


def _names_in(byline: str) -> list[str]:
    """Return the names of "A. B and C. D", "B, A.; D, C.", "A. B, C. D and E. F" or "B, A., D, C."."""
    names = BETWEEN_AUTHORS.split(byline)
    # With a comma in the last name too, commas are between family and given names.
    if "," in names[-1] and len(names) > 1:
        return [name for each in names for name in _with_initials(each.split(",")) or [each]]
    return [name for each in names for name in _at_commas(each.strip(" ,"))]


def _at_commas(names: str) -> list[str]:
    parts = names.split(",")
    if found := _with_initials(parts):
        return found
    # One word is a family name, and so is "van der Berg".
    are_whole = all(len(part.split()) > 1 for part in parts) and not parts[0][:1].islower()
    return parts if are_whole else [names]


def _with_initials(parts: list[str]) -> list[str]:
    """Return the names of parts such as "Hu", "E. J.", "Shen", "Y."; none if they are of another kind."""
    families, given = parts[::2], [part.strip() for part in parts[1::2]]
    if len(families) != len(given) or len(given) < FEWEST_WITH_INITIALS or not all(map(INITIALS.fullmatch, given)):
        return []
    return [f"{initials} {family.strip()}" for family, initials in zip(families, given, strict=True)]


def _references(record: Mapping[str, Any]) -> Iterator[str]:
    for cited in list_in(record, "references")[:MOST_REFERENCES]:
        text = cited.strip() if isinstance(cited, str) and len(cited) <= LONGEST_ID else ""
        if text.lower().startswith((OPENALEX, SEMANTIC_SCHOLAR)):
            yield text.lower()
        elif known := arxiv_id(text) or doi(text):
            yield known.id
