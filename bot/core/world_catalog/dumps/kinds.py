"""Which dump a file is, by what is in it, and the paper in each of its lines."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.core.world_catalog.dumps import arxiv, openalex, own_lines, semantic_scholar
from bot.core.world_catalog.records import DumpFormat, Wrong, WrongRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.core.world_catalog.paper import WorldPaper

# In this order: records of the first three have titles too.
SIGNS: dict[DumpFormat, Callable[[Mapping[str, Any]], bool]] = {
    DumpFormat.SEMANTIC_SCHOLAR: semantic_scholar.is_semantic_scholar,
    DumpFormat.OPENALEX: openalex.is_openalex,
    DumpFormat.ARXIV: arxiv.is_arxiv,
    DumpFormat.OWN: own_lines.is_own,
}
READERS: dict[DumpFormat, Callable[[Mapping[str, Any]], WorldPaper | None]] = {
    DumpFormat.SEMANTIC_SCHOLAR: semantic_scholar.paper_of,
    DumpFormat.OPENALEX: openalex.paper_of,
    DumpFormat.ARXIV: arxiv.paper_of,
    DumpFormat.OWN: own_lines.paper_of,
}

BEGINS_RECORD = re.compile(r"(?:^\s*\[|\n|\},)\s*(?=\{)")
LOOKED_AT = 20  # beginnings of records
DECODER = json.JSONDecoder()


def format_of(line: bytes) -> DumpFormat | None:
    """Return the format whose records look like the one in this line; None if it has none."""
    try:
        record = record_in(line)
    except WrongRecordError:
        return None
    return next((name for name, is_one in SIGNS.items() if is_one(record)), None)


def begins_array(text: str) -> bool:
    """Return whether a file begins with an array of records of a dump. An array of CSL-JSON is a bibliography.

    The first records may be broken.
    """
    return any(map(_is_of_dump, islice(BEGINS_RECORD.finditer(text), LOOKED_AT)))


def _is_of_dump(begin: re.Match[str]) -> bool:
    try:
        record, _ = DECODER.raw_decode(begin.string, begin.end())
    except (ValueError, RecursionError):
        return False
    found = next((name for name, is_one in SIGNS.items() if is_one(record)), None)
    return found is not None and (found is not DumpFormat.OWN or not own_lines.FIELDS.isdisjoint(record))


def paper_in(line: bytes, known: DumpFormat) -> WorldPaper | None:
    """Return the paper in a line; None for a record of something else. Raises WrongRecordError."""
    return READERS[known](record_in(line))


def record_in(line: bytes) -> Mapping[str, Any]:
    """Raises WrongRecordError."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise WrongRecordError(Wrong.NOT_TEXT) from None
    except RecursionError:
        raise WrongRecordError(Wrong.TOO_DEEP) from None
    except ValueError:
        # Not only JSON's own error: Python refuses numbers of thousands of digits.
        raise WrongRecordError(Wrong.NOT_JSON) from None
    if not isinstance(record, dict):
        raise WrongRecordError(Wrong.NOT_A_RECORD)
    return record
