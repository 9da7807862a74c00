"""Reads BibTeX and BibLaTeX, as Zotero, JabRef, Mendeley and people write it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.core.bibliography.bibtex_blocks import blocks_of
from bot.core.bibliography.bibtex_fields import Fields, Strings, fields_of
from bot.core.bibliography.entries import EntryTrouble, Problem, Publication, PublicationKind
from bot.core.bibliography.ids import arxiv_id_in, doi_anywhere, doi_in, plain_link
from bot.core.bibliography.journals import journal_of
from bot.core.bibliography.names import names_in_bibtex
from bot.core.bibliography.texts import clean
from bot.core.bibliography.years import year_in
from bot.core.papers.latex import from_latex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.core.bibliography.bibtex_blocks import BibtexBlock

NO_ENTRIES = frozenset({"string", "comment", "preamble"})
LONGEST_TITLE = 2_000  # characters, with LaTeX
KINDS = {
    "article": PublicationKind.ARTICLE,
    "inproceedings": PublicationKind.CONFERENCE,
    "conference": PublicationKind.CONFERENCE,
    "incollection": PublicationKind.CHAPTER,
    "inbook": PublicationKind.CHAPTER,
    "book_section": PublicationKind.CHAPTER,
    "book": PublicationKind.BOOK,
    "mvbook": PublicationKind.BOOK,
    "collection": PublicationKind.BOOK,
    "proceedings": PublicationKind.BOOK,
    "booklet": PublicationKind.BOOK,
    "techreport": PublicationKind.REPORT,
    "report": PublicationKind.REPORT,
    "phdthesis": PublicationKind.THESIS,
    "mastersthesis": PublicationKind.THESIS,
    "thesis": PublicationKind.THESIS,
}
VENUES = ("journal", "journaltitle", "booktitle", "howpublished", "institution", "school", "publisher")
READ_TOGETHER = 2_500  # entries in which the volume of a paper is looked for
INHERITED = frozenset({"year", "date", "booktitle", "journal", "journaltitle", "publisher"})
ARXIV_FIELDS = ("arxivid", "arxiv", "arxiv_id")
ARXIV_TEXTS = ("journal", "journaltitle", "volume", "number", "howpublished", "note", "url", "annotation", "pages")


def read_bibtex(text: str) -> Iterator[Publication | Problem]:
    """Yield entries and problems by line; raises BibliographyError for what is too complex."""
    blocks = _fields_of_blocks(text)
    while read := list(islice(blocks, READ_TOGETHER)):
        # A volume comes after the papers that name it.
        by_key = {fields.key.casefold(): fields for _, fields in read}
        for block, fields in read:
            yield from _read_entry(block, _with_volume(fields, by_key))


def _fields_of_blocks(text: str) -> Iterator[tuple[BibtexBlock, Fields]]:
    strings = Strings()
    for block in blocks_of(text):
        if block.type == "string":
            strings.define(block)
        elif block.type not in NO_ENTRIES:
            yield block, fields_of(block, strings)


def _with_volume(fields: Fields, by_key: Mapping[str, Fields]) -> Fields:
    """Return the fields of a paper with those of its volume that it lacks."""
    key = fields.values.get("crossref", "").strip().casefold()
    volume = by_key.get(key) if key else None
    if volume is None:
        return fields
    inherited = {name: value for name, value in volume.values.items() if name in INHERITED}
    if "booktitle" not in inherited and "title" in volume.values:
        inherited["booktitle"] = volume.values["title"]
    return replace(fields, values={**inherited, **fields.values})


def _read_entry(block: BibtexBlock, fields: Fields) -> Iterator[Publication | Problem]:
    if fields.trouble:
        problem = Problem(block.line, fields.trouble, fields.key)
        yield problem
        if problem.loses_entry:
            return
    try:
        yield _entry(block, fields)
    except RecursionError:
        yield Problem(block.line, EntryTrouble.TOO_DEEP, fields.key)


def _entry(block: BibtexBlock, fields: Fields) -> Publication:
    values = fields.values
    authors, has_more = names_in_bibtex(values.get("author") or values.get("editor", ""))
    links = [plain_link(values.get(name, "")) for name in ("url", "note", "howpublished", "eprint", "ee")]
    found_doi = doi_in([plain_link(values.get("doi", ""))]) or doi_anywhere(links)
    return Publication(
        line=block.line,
        key=clean(fields.key),
        title=_title(values),
        authors=authors,
        year=year_in(values.get("year", ""), values.get("date", ""), values.get("issued", "")),
        doi=found_doi,
        arxiv_id=_arxiv_id(values, found_doi),
        kind=KINDS.get(block.type, PublicationKind.OTHER),
        venue=next((venue for name in VENUES if (venue := _text(journal_of(values.get(name, ""))))), ""),
        url=clean(links[0]),
        has_more_authors=has_more,
    )


def _title(values: Mapping[str, str]) -> str:
    title = _text(values.get("title", ""))
    subtitle = _text(values.get("subtitle", ""))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        return f"{title} {subtitle}" if title.endswith(("?", "!", ":")) else f"{title}: {subtitle}"
    return title or subtitle


def _arxiv_id(values: Mapping[str, str], found_doi: str | None) -> str | None:
    archive = values.get("archiveprefix", "") or values.get("eprinttype", "")
    ids = [values.get(name, "") for name in ARXIV_FIELDS]
    if not archive or "arxiv" in archive.casefold():
        ids.append(plain_link(values.get("eprint", "")))
    texts = [plain_link(values.get(name, "")).replace("{", "").replace("}", "") for name in ARXIV_TEXTS]
    return arxiv_id_in(ids, texts, found_doi)


def _text(written: str) -> str:
    return clean(from_latex(written[:LONGEST_TITLE]))
