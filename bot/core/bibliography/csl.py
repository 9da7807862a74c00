"""Reads and writes CSL-JSON, as Zotero, Mendeley and pandoc use it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bot.core.bibliography.entries import EntryTrouble, FileFault, Name, Problem, Publication, PublicationKind, give_up
from bot.core.bibliography.ids import arxiv_id_in, doi_anywhere, doi_in
from bot.core.bibliography.names import OTHERS
from bot.core.bibliography.texts import clean, unmarked
from bot.core.bibliography.years import year_in
from bot.core.papers.author_names import author_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Zotero's own exports have the entries in an inner list.
LIST = re.compile(r"\s*+\[")
INNER_LIST = re.compile(r"\"(?:items|references)\"\s*+:\s*+\[")
LOOKED_AT = 2_000  # characters before the inner list
GAP = re.compile(r"[\s,]*+")
LONGEST_TITLE = 2_000  # characters
MOST_AUTHORS = 10_000
KINDS = {
    "article-journal": PublicationKind.ARTICLE,
    "article-magazine": PublicationKind.ARTICLE,
    "article-newspaper": PublicationKind.ARTICLE,
    "paper-conference": PublicationKind.CONFERENCE,
    "chapter": PublicationKind.CHAPTER,
    "book": PublicationKind.BOOK,
    "report": PublicationKind.REPORT,
    "thesis": PublicationKind.THESIS,
}
TYPES = {kind: name for name, kind in reversed(KINDS.items())} | {PublicationKind.OTHER: "document"}
VENUES = ("container-title", "event-title", "publisher", "archive")
ARXIV_TEXTS = ("note", "number", "container-title", "URL", "archive_location", "publisher")
PARTS = ("dropping-particle", "non-dropping-particle", "family")


def read_csl(text: str) -> Iterator[Publication | Problem]:
    """Yield entries and problems by line. After damage, nothing can be read: JSON has no mark to go on from."""
    start = LIST.match(text) or INNER_LIST.search(text, 0, LOOKED_AT)
    if not start or '"title"' in text[: start.start()]:
        yield from _read_one(text)
        return
    decoder = json.JSONDecoder()
    at, line, counted = start.end(), 1, 0
    while True:
        gap = GAP.match(text, at)
        at = gap.end() if gap else at
        line += text.count("\n", counted, at)
        counted = at
        if text[at : at + 1] == "]":
            return
        try:
            item, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            yield Problem(max(error.lineno, line), EntryTrouble.NOT_JSON)
            return
        except ValueError:  # a number of thousands of digits
            yield Problem(line, EntryTrouble.NOT_JSON)
            return
        except RecursionError:
            give_up(FileFault.TOO_COMPLEX)
        yield _entry(item, line) if isinstance(item, dict) else Problem(line, EntryTrouble.NOT_AN_ENTRY)


def write_csl(entries: Iterable[Publication]) -> str:
    """Return the entries as CSL-JSON. `read_csl` turns it back into the same entries."""
    return json.dumps([_item(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def _read_one(text: str) -> Iterator[Publication | Problem]:
    try:
        item = json.loads(text)
    except json.JSONDecodeError as error:
        yield Problem(error.lineno, EntryTrouble.NOT_JSON)
        return
    except ValueError:
        yield Problem(1, EntryTrouble.NOT_JSON)
        return
    except RecursionError:
        give_up(FileFault.TOO_COMPLEX)
    if isinstance(item, dict) and "title" in item:
        yield _entry(item, 1)
    elif item:
        yield Problem(1, EntryTrouble.NOT_AN_ENTRY)


def _entry(item: dict[str, Any], line: int) -> Publication:
    people: list[object] = next((item[role] for role in ("author", "editor") if isinstance(item.get(role), list)), [])
    names = [name for each in people[:MOST_AUTHORS] if (name := _name(each))]
    listed = tuple(name for name in names if name.family.casefold() not in OTHERS or name.given)
    found_doi = doi_in([_text(item, "DOI")]) or doi_anywhere([_text(item, "URL"), _text(item, "note")])
    return Publication(
        line=line,
        key=clean(_text(item, "citation-key") or _text(item, "id")),
        title=unmarked(_text(item, "title")[:LONGEST_TITLE]),
        authors=listed,
        year=_year(item),
        doi=found_doi,
        arxiv_id=arxiv_id_in((), [_text(item, name) for name in ARXIV_TEXTS], found_doi),
        kind=KINDS.get(_text(item, "type"), PublicationKind.OTHER),
        venue=unmarked(next((venue for name in VENUES if (venue := _text(item, name))), "")[:LONGEST_TITLE]),
        url=clean(_text(item, "URL")),
        has_more_authors=len(listed) < len(names),
    )


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return value if isinstance(value, str) else str(value) if abs(value) < 10**9 else ""


def _name(person: object) -> Name | None:
    if not isinstance(person, dict):
        return None
    if whole := clean(_text(person, "literal")):
        return Name(whole)
    family = clean(" ".join(filter(None, (_text(person, part) for part in PARTS))))
    given, suffix = clean(_text(person, "given")), clean(_text(person, "suffix"))
    if not family and given:
        found = author_name(given)
        return Name(found.family, found.given, suffix or found.suffix)
    return Name(family, given, suffix) if family else None


def _year(item: dict[str, Any]) -> int | None:
    for name in ("issued", "published-print", "published-online", "published", "original-date"):
        date = item.get(name)
        if isinstance(date, str | int):
            date = {"raw": str(date)[:100]}
        if not isinstance(date, dict):
            continue
        parts = date.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        written = str(first[0])[:100] if isinstance(first, list) and first else ""
        if year := year_in(written, _text(date, "raw"), _text(date, "literal")):
            return year
    return None


def _item(entry: Publication) -> dict[str, Any]:
    people = [
        {"literal": name.family}
        if not name.given and not name.suffix
        else {"family": name.family, "given": name.given, **({"suffix": name.suffix} if name.suffix else {})}
        for name in entry.authors
    ]
    values = {
        "id": entry.key,
        "type": TYPES[entry.kind],
        "title": entry.title,
        "author": [*people, *([{"literal": "et al."}] if entry.has_more_authors else [])],
        "issued": {"date-parts": [[entry.year]]} if entry.year else None,
        "container-title": entry.venue,
        "DOI": entry.doi,
        "URL": entry.url,
        "note": f"arXiv:{entry.arxiv_id}" if entry.arxiv_id else "",
    }
    return {name: value for name, value in values.items() if value}
