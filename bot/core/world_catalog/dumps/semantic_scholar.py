"""Papers of Semantic Scholar's datasets: https://api.semanticscholar.org/api-docs/datasets (ODC-BY).

The dataset `papers` has neither abstracts nor references. The dataset `citations` has pairs of papers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.providers.outside_ids import ids_of
from bot.core.world_catalog.paper import SEMANTIC_SCHOLAR, WorldPaper
from bot.core.world_catalog.records import (
    DumpFormat,
    Wrong,
    WrongRecordError,
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
    from collections.abc import Mapping


# Its API answers with the same fields in other letters: "corpusId".
FIELDS_OF_API = frozenset({"paperId", "externalIds"})


def is_semantic_scholar(record: Mapping[str, Any]) -> bool:
    return "corpusid" in record or record.keys() >= FIELDS_OF_API


def paper_of(record: Mapping[str, Any]) -> WorldPaper | None:
    """Return the paper; None for a data set. Raises WrongRecordError."""
    if record.keys() >= FIELDS_OF_API:
        record = {name.lower(): value for name, value in record.items()}
    ids = record_in(record, "externalids")
    number = record.get("corpusid", ids.get("CorpusId"))
    if type(number) is not int or number < 0:
        raise WrongRecordError(Wrong.NO_ID)
    if list_in(record, "publicationtypes") == ["Dataset"]:
        return None
    title = required_title(record.get("title"))
    arxiv, doi = ids_of(text_in(ids, "DOI"), text_in(ids, "ArXiv"))
    authors, more = authors_of(
        text_in(author, "name") for author in list_in(record, "authors") if isinstance(author, dict)
    )
    return WorldPaper(
        title=title,
        authors=authors,
        more_authors=more,
        year=year_in(record, "year"),
        venue=venue_of(text_in(record, "venue") or text_in(record_in(record, "journal"), "name")),
        arxiv_id=arxiv,
        doi=doi,
        source_id=f"{SEMANTIC_SCHOLAR}{number}"[:40],
        citations=citations_in(record, "citationcount"),
        sources=(DumpFormat.SEMANTIC_SCHOLAR,),
    )
