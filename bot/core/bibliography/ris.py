"""Reads and writes RIS, as EndNote, Zotero, Mendeley, Scopus and Web of Science export it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import rispy

from bot.core.bibliography.entries import EntryTrouble, Problem, Publication, PublicationKind
from bot.core.bibliography.ids import arxiv_id_in, doi_anywhere, doi_in
from bot.core.bibliography.names import names_in_ris, ris_name
from bot.core.bibliography.texts import clean, unmarked
from bot.core.bibliography.years import year_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAG = re.compile(r"\s{0,3}(?P<tag>[A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t]+|$)")
BEGIN, END = "TY", "ER"
LONGEST_TITLE = 2_000  # characters
LISTED = frozenset({"AU", "A1", "A2"})
LONGEST_LINE = 4_000
MOST_LINES = 10_000
MOST_LINES_OF_A_TAG = 20
# Tags whose content isn't kept. An abstract can have many lines, which rispy joins one by one.
UNUSED = frozenset({"AB", "N2", "KW", "AD", "CR", "RN", "L1", "L2", "L3", "L4", "LK"})
KINDS = {
    "JOUR": PublicationKind.ARTICLE,
    "EJOUR": PublicationKind.ARTICLE,
    "JFULL": PublicationKind.ARTICLE,
    "MGZN": PublicationKind.ARTICLE,
    "NEWS": PublicationKind.ARTICLE,
    "ABST": PublicationKind.ARTICLE,
    "CONF": PublicationKind.CONFERENCE,
    "CPAPER": PublicationKind.CONFERENCE,
    "CHAP": PublicationKind.CHAPTER,
    "ECHAP": PublicationKind.CHAPTER,
    "BOOK": PublicationKind.BOOK,
    "EBOOK": PublicationKind.BOOK,
    "EDBOOK": PublicationKind.BOOK,
    "RPRT": PublicationKind.REPORT,
    "THES": PublicationKind.THESIS,
}
TYPES = {
    PublicationKind.ARTICLE: "JOUR",
    PublicationKind.CONFERENCE: "CPAPER",
    PublicationKind.CHAPTER: "CHAP",
    PublicationKind.BOOK: "BOOK",
    PublicationKind.REPORT: "RPRT",
    PublicationKind.THESIS: "THES",
    PublicationKind.OTHER: "GEN",
}
TITLES = ("title", "primary_title", "translated_title")
AUTHORS = ("authors", "first_authors", "secondary_authors")
VENUES = ("secondary_title", "journal_name", "alternate_title3", "alternate_title1", "alternate_title2", "publisher")
TEXTS = ("note", "type_of_work", "accession_number", "number", "volume", "start_page", *VENUES)


class RisRecord:
    """The lines of one record, which begins at line `number`. Lines of unused tags are left out."""

    def __init__(self, number: int, kind: str) -> None:
        self.number = number
        self._lines = [f"{BEGIN}  - {kind.strip() or 'GEN'}"]
        self._tag = ""
        self._continued = 0

    def take(self, tag: str, content: str) -> None:
        """Add a line: the content of a tag, or without one, more of the last."""
        if tag:
            self._tag, self._continued = tag, 0
        self._continued += 1
        if not self._tag or self._tag in UNUSED or not content.strip():
            return
        if self._continued > MOST_LINES_OF_A_TAG or len(self._lines) > MOST_LINES:
            return
        if tag or self._tag in LISTED:
            self._lines.append(f"{self._tag}  - {content[:LONGEST_LINE].strip()}")
        else:
            self._lines[-1] += f" {content[:LONGEST_LINE].strip()}"

    def read(self) -> dict[str, Any]:
        """Return the values by rispy's names of the tags."""
        text = "\n".join([*self._lines, f"{END}  - "])
        values: dict[str, Any]
        (values,) = rispy.loads(text, skip_unknown_tags=True, delimiter_tags_mapping={})
        return values


def read_ris(text: str) -> Iterator[Publication | Problem]:
    """Yield entries and problems by line. A record in which another one begins is read, and reported."""
    record: RisRecord | None = None
    is_lost = False  # inside a record whose first line is missing
    for number, line in enumerate(text.split("\n"), 1):
        tag = match["tag"] if (match := TAG.match(line)) else ""
        content = line[match.end() :] if match else line
        if tag in {BEGIN, END}:
            yield from _ended(record, has_end=tag == END)
            record, is_lost = RisRecord(number, content) if tag == BEGIN else None, False
        elif record:
            record.take(tag, content)
        elif tag and not is_lost:
            is_lost = True
            yield Problem(number, EntryTrouble.UNREADABLE)
    yield from _ended(record, has_end=False)


def _ended(record: RisRecord | None, *, has_end: bool) -> Iterator[Publication | Problem]:
    if record and not has_end:
        yield Problem(record.number, EntryTrouble.NOT_ENDED)
    if record:
        yield _entry(record)


def write_ris(entries: Iterable[Publication]) -> str:
    """Return the entries as RIS. `read_ris` turns it back into the same entries."""
    written: str = rispy.dumps([_record(entry) for entry in entries])
    return written


def _entry(record: RisRecord) -> Publication:
    values = record.read()
    authors, has_more = names_in_ris(next((values[name] for name in AUTHORS if name in values), ()))
    urls = values.get("urls", [])
    links = [*urls, *values.get("notes", []), *(values.get(name, "") for name in ("note", "type_of_work"))]
    found_doi = doi_in([values.get("doi", "")]) or doi_anywhere(links)
    return Publication(
        line=record.number,
        key=clean(values.get("id", "")),
        title=unmarked(next((values[name] for name in TITLES if values.get(name)), "")[:LONGEST_TITLE]),
        authors=authors,
        year=year_in(*(values.get(name, "") for name in ("year", "publication_year", "date"))),
        doi=found_doi,
        arxiv_id=arxiv_id_in((), [*links, *(values.get(name, "") for name in TEXTS)], found_doi),
        kind=KINDS.get(values["type_of_reference"].upper(), PublicationKind.OTHER),
        venue=clean(next((values[name] for name in VENUES if values.get(name)), "")),
        url=clean(next(iter(urls), "")),
        has_more_authors=has_more,
    )


def _record(entry: Publication) -> dict[str, Any]:
    names = [ris_name(name) for name in entry.authors]
    values = {
        "type_of_reference": TYPES[entry.kind],
        "id": entry.key,
        "title": entry.title,
        "authors": [*names, *(["et al."] if entry.has_more_authors else [])],
        "year": str(entry.year or ""),
        "secondary_title": entry.venue,
        "doi": entry.doi,
        "urls": [entry.url] if entry.url else [],
        "notes": [f"arXiv:{entry.arxiv_id}"] if entry.arxiv_id else [],
    }
    return {name: value for name, value in values.items() if value}
