"""ArXiv's metadata dump, as Cornell publishes it on Kaggle: a paper a line, with all of its versions.

Its metadata, abstracts included, is under CC0 (https://info.arxiv.org/help/license/index.html).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.core.papers.ids import ArxivId, arxiv_id
from bot.core.providers.outside_ids import ids_of
from bot.core.providers.outside_text import LONGEST_TITLE, year_of
from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.records import (
    LONGEST_ABSTRACT,
    DumpFormat,
    Wrong,
    WrongRecordError,
    abstract_of,
    authors_of,
    list_in,
    required_title,
    text_in,
    venue_of,
    without_latex,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BETWEEN_AUTHORS = re.compile(", ?| and ")
IN_BRACKETS = re.compile(r"\([^()]*\)")
YEAR = re.compile(r"\b(19|20)\d\d\b", re.ASCII)
LONGEST_BYLINE = 20_000
FIRST_YEAR = 91  # of arXiv, in two digits


def is_arxiv(record: Mapping[str, Any]) -> bool:
    return "authors_parsed" in record or ("id" in record and "categories" in record and "versions" in record)


def paper_of(record: Mapping[str, Any]) -> WorldPaper:
    """Raises WrongRecordError."""
    found = arxiv_id(text_in(record, "id") or "")
    if found is None:
        raise WrongRecordError(Wrong.NO_ID)
    authors, more = authors_of(_names(record))
    # A paper in several journals has several DOIs, with spaces between them.
    doi = (text_in(record, "doi") or "").split() or [""]
    return WorldPaper(
        title=required_title(record.get("title")),
        authors=authors,
        more_authors=more,
        year=_year(record, found),
        venue=venue_of(text_in(record, "journal-ref")),
        arxiv_id=found.id,
        doi=ids_of(doi[0])[1],
        abstract=abstract_of(_readable(text_in(record, "abstract") or "")),
        sources=(DumpFormat.ARXIV,),
    )


def _names(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names from their parts: family, given, suffix, and sometimes affiliations."""
    parsed = list_in(record, "authors_parsed")
    for parts in parsed:
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts[:3]):
            family, given, suffix = ([*parts[:3], "", ""])[:3] if parts else ("", "", "")
            yield without_latex(f"{given} {family} {suffix}".strip(), LONGEST_TITLE)
    if not parsed:
        byline = IN_BRACKETS.sub("", (text_in(record, "authors") or "")[:LONGEST_BYLINE])
        for name in BETWEEN_AUTHORS.split(" ".join(byline.split())):
            yield without_latex(name, LONGEST_TITLE)


def _readable(abstract: str) -> str:
    """Most abstracts have a dollar sign at best, and reading LaTeX is slow."""
    return without_latex(abstract, LONGEST_ABSTRACT) if "\\" in abstract else abstract


def _year(record: Mapping[str, Any], found: ArxivId) -> int | None:
    """Return the year of the first version, which an id has too."""
    first = next(iter(list_in(record, "versions")), None)
    created = first.get("created") if isinstance(first, dict) else None
    if isinstance(created, str) and (match := YEAR.search(created)):
        return year_of(int(match[0]))
    digits = int(found.id.rpartition("/")[2][:2])
    return digits + (1900 if digits >= FIRST_YEAR else 2000)
