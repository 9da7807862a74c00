"""Works of OpenAlex, from its snapshot: https://developers.openalex.org. The data are under CC0.

An abstract belongs to its publisher, so it is only kept if the work's license is open.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from bot.core.providers.outside_ids import arxiv_in, ids_of, is_open_license
from bot.core.world_catalog.paper import OPENALEX, WorldPaper
from bot.core.world_catalog.records import (
    LONGEST_ABSTRACT,
    MOST_REFERENCES,
    DumpFormat,
    Wrong,
    WrongRecordError,
    abstract_of,
    authors_of,
    citations_in,
    list_in,
    record_in,
    required_title,
    text_in,
    venue_of,
    year_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORK_ID = re.compile(r"https://openalex\.org/([Ww][0-9]{1,15})")
MOST_LOCATIONS = 20
LONGEST_PLACE = 2_000  # words of an abstract
# Works that nobody reads as a paper.
OTHER_TYPES = frozenset(
    {"paratext", "dataset", "peer-review", "grant", "supplementary-materials", "libguides", "software"}
)


def is_openalex(record: Mapping[str, Any]) -> bool:
    return bool(WORK_ID.fullmatch(text_in(record, "id") or ""))


def paper_of(record: Mapping[str, Any]) -> WorldPaper | None:
    """Return the paper; None for what isn't one, such as a cover or a data set. Raises WrongRecordError."""
    known = WORK_ID.fullmatch(text_in(record, "id") or "")
    if not known:
        raise WrongRecordError(Wrong.NO_ID)
    if record.get("is_paratext") is True or text_in(record, "type") in OTHER_TYPES:
        return None
    title = required_title(text_in(record, "title") or text_in(record, "display_name"))
    place = record_in(record, "primary_location")
    arxiv, doi = ids_of(text_in(record, "doi") or text_in(record_in(record, "ids"), "doi"))
    authors, more = authors_of(_names(record))
    is_open = is_open_license(text_in(place, "license"))
    return WorldPaper(
        title=title,
        authors=authors,
        more_authors=more,
        year=year_in(record, "publication_year"),
        venue=venue_of(text_in(record_in(place, "source"), "display_name")),
        arxiv_id=arxiv or next(filter(None, map(arxiv_in, _links(record))), None),
        doi=doi,
        source_id=OPENALEX + known[1].lower(),
        citations=citations_in(record, "cited_by_count"),
        abstract=_abstract(record_in(record, "abstract_inverted_index")) if is_open else "",
        references=tuple(_references(record)),
        sources=(DumpFormat.OPENALEX,),
    )


def _names(record: Mapping[str, Any]) -> Iterator[str | None]:
    for authorship in list_in(record, "authorships"):
        if isinstance(authorship, dict):
            person = record_in(authorship, "author")
            yield text_in(person, "display_name") or text_in(authorship, "raw_author_name")


def _links(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield addresses of a paper at arXiv."""
    for location in list_in(record, "locations")[:MOST_LOCATIONS]:
        link = text_in(location, "landing_page_url") if isinstance(location, dict) else None
        if link and "arxiv" in link[:LONGEST_PLACE].lower():
            yield link[:LONGEST_PLACE]


def _references(record: Mapping[str, Any]) -> Iterator[str]:
    for cited in list_in(record, "referenced_works")[:MOST_REFERENCES]:
        if isinstance(cited, str) and (known := WORK_ID.fullmatch(cited)):
            yield OPENALEX + known[1].lower()


def _abstract(index: Mapping[str, Any]) -> str:
    """Put the words back in order: the index has each with its places in the text."""
    places = (
        [(place, word) for place in found[:LONGEST_PLACE] if type(place) is int and 0 <= place < LONGEST_PLACE]
        for word, found in index.items()
        if isinstance(found, list)
    )
    words = sorted(chain.from_iterable(places))
    return abstract_of(" ".join(word for _, word in words)[: 2 * LONGEST_ABSTRACT])
