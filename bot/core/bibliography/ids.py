"""Finds the DOI and the arXiv id of an entry among its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.papers.ids import ARCHIVES, ARXIV_DOI, ArxivId, Doi, arxiv_id, doi
from bot.core.papers.links import linked

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 2_000  # characters of a field that are looked at
NAMED = re.compile(
    rf"(?:arxiv(?:\.org)?[\s.:/\[(]*+(?:preprint\b[\s.:]*+)?(?:arxiv[\s.:]*+)?(?:(?:abs|pdf|html)/)?|\babs/)"
    rf"(?P<id>(?:(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}}|(?<!\d)\d{{4}}\.\d{{4,5}})(?:v\d+)?)(?![0-9a-z])",
    re.IGNORECASE | re.ASCII,
)
LINK = re.compile(r"https?://[^\s<>\"{}|^`]+", re.IGNORECASE)
BARE_DOI = re.compile(r"(?<![\w./])10\.\d{4,9}[\d.]{0,20}/[^\s<>\"]+", re.ASCII)
ESCAPED = re.compile(r"\\\{(?P<inside>[_&%#$~])\\\}|\{?\\(?P<sign>[_&%#$~])(?:\{\})?\}?")


def plain_link(written: str) -> str:
    """Return a link or an id from a BibTeX field without LaTeX's backslashes."""
    if not written:
        return ""
    shown = ESCAPED.sub(lambda found: found["inside"] or found["sign"], written) if "\\" in written else written
    return (re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", shown) if "\\" in shown else shown).strip().strip("{}").strip()


def doi_in(fields: Iterable[str]) -> str | None:
    """Return the first DOI in fields that hold one, bare or in a link; what follows after a space is ignored."""
    for field in fields:
        for word in field[:LONGEST].split():
            link = linked(word) if "/" in word and "://" in word else None
            found = link if isinstance(link, Doi) else doi(word)
            if found:
                return found.id
            if isinstance(link, ArxivId) and ARXIV_DOI in word.casefold():
                return f"{ARXIV_DOI}{link.id}"
    return None


def doi_anywhere(texts: Iterable[str]) -> str | None:
    """Return the first DOI in a link or note."""
    for text in texts:
        for link in LINK.findall(text[:LONGEST]):
            if found := doi_in([link]):
                return found
        if (match := BARE_DOI.search(text[:LONGEST])) and (found_bare := doi(match[0])):
            return found_bare.id
    return None


def arxiv_id_in(ids: Iterable[str], texts: Iterable[str], found_doi: str | None) -> str | None:
    """Return the arXiv id from fields that hold one, from arXiv's DOI, or from texts that name arXiv."""
    for written in ids:
        if found := arxiv_id(written.strip()):
            return found.id
    if found_doi and found_doi.startswith(ARXIV_DOI) and (found := arxiv_id(found_doi.removeprefix(ARXIV_DOI))):
        return found.id
    return next(filter(None, map(_arxiv_id_in, texts)), None)


def _arxiv_id_in(text: str) -> str | None:
    """Return the first arXiv id in a text that names arXiv, or links to it."""
    for match in NAMED.finditer(text[:LONGEST]):
        if found := arxiv_id(match["id"]):
            return found.id
    for link in LINK.findall(text[:LONGEST]):
        if isinstance(there := linked(link), ArxivId):
            return there.id
    return None
