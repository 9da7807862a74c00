"""Writes entries as BibTeX. Reading them back gives the same entries."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry as BibtexEntry
from bibtexparser.model import Field

from bot.core.bibliography.entries import Kind
from bot.core.bibliography.names import bibtex_name
from bot.core.papers.author_names import plain_letters
from bot.core.papers.bibtex_titles import protected
from bot.core.papers.citations import LOOKS
from bot.core.papers.latex import doi_in_latex, in_latex, link_in_latex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.bibliography.entries import Entry

# The type of each kind, and the field that says where such an entry appeared.
TYPES = {
    Kind.ARTICLE: ("article", "journal"),
    Kind.CONFERENCE: ("inproceedings", "booktitle"),
    Kind.CHAPTER: ("incollection", "booktitle"),
    Kind.BOOK: ("book", "publisher"),
    Kind.REPORT: ("techreport", "institution"),
    Kind.THESIS: ("phdthesis", "school"),
    Kind.OTHER: ("misc", "howpublished"),
}
# Signs that end a key, or that some program doesn't accept in one.
UNFIT = re.compile(r"[^!$&*+\-./0-9:;<>?A-Z\[\]_`a-z|]")


def write_bibtex(entries: Iterable[Entry]) -> str:
    """Return the entries. Keys that BibTeX can't read, or that are used twice, are changed."""
    taken: set[str] = set()
    written = []
    for entry in entries:
        key = _free(_fit(entry), taken)
        taken.add(key)
        written.append(_written(entry, key))
    return "\n\n".join(written) + "\n"


def _written(entry: Entry, key: str) -> str:
    kind, venue = TYPES[entry.kind]
    authors = [*map(bibtex_name, entry.authors), *(["others"] if entry.has_more_authors else [])]
    values = {
        "title": protected(entry.title),
        "author": " and ".join(authors),
        venue: in_latex(entry.venue),
        "year": str(entry.year or ""),
        "eprint": entry.arxiv_id,
        "archivePrefix": "arXiv" if entry.arxiv_id else "",
        "doi": doi_in_latex(entry.doi or ""),
        "url": link_in_latex(entry.url),
    }
    fields = [Field(name, value) for name, value in values.items() if value]
    return write_string(Library([BibtexEntry(kind, key, fields)]), bibtex_format=LOOKS).strip()


def _fit(entry: Entry) -> str:
    if entry.key and not UNFIT.search(entry.key):
        return entry.key
    family = entry.authors[0].family if entry.authors else ""
    return plain_letters(entry.key) or f"{plain_letters(family)}{entry.year or ''}" or "entry"


def _free(key: str, taken: set[str]) -> str:
    return next(name for number in count(1) if (name := key if number == 1 else f"{key}-{number}") not in taken)
