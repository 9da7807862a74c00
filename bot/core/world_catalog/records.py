"""What can be wrong with a line of a dump, and how values of any type become texts, numbers and ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any

from bot.core.bibliography.names import OTHERS
from bot.core.papers.author_names import EAST_ASIAN
from bot.core.papers.latex import from_latex
from bot.core.providers.outside_text import LONGEST_NAME, LONGEST_TITLE, one_line, plain_text, year_of
from bot.core.world_catalog.paper import MOST_AUTHORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A lone dollar sign or brace may be meant.
IS_LATEX = re.compile(r"\\[A-Za-z'\"`^~=.&%$#_{}]|\$[^$]+\$|\{[^{}]*\}")
ET_AL = re.compile(r",? et al\.?$", re.IGNORECASE)
NUMBERED = re.compile(r"\s\d{4}$")  # DBLP tells namesakes apart so: "Wei Wang 0001"
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
LONGEST_ABSTRACT = 1_500
LONGEST_VENUE = 120
MOST_REFERENCES = 300
MOST_CITATIONS, MOST_DIGITS = 10_000_000, 8


class DumpFormat(StrEnum):
    """The layouts of dumps, from the one whose facts count most to the one whose facts count least.

    `OWN` is our own JSON Lines, described in docs/CATALOGUE-FILE.md.
    """

    OWN = auto()
    BIBTEX = auto()
    ARXIV = auto()
    SEMANTIC_SCHOLAR = auto()
    OPENALEX = auto()


LISTING_REFERENCES = frozenset({DumpFormat.OWN, DumpFormat.OPENALEX})


class Wrong(StrEnum):
    """Why nothing can be kept of a record."""

    TOO_LONG = auto()
    NOT_TEXT = auto()
    NOT_JSON = auto()
    TOO_DEEP = auto()
    NOT_A_RECORD = auto()
    NO_TITLE = auto()
    NO_ID = auto()
    BAD_ENTRY = auto()


@dataclass(frozen=True, slots=True)
class WrongRecord:
    """A record that can't be used: where it begins in its file, from 1, and why."""

    line: int
    wrong: Wrong


class WrongRecordError(Exception):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def required_title(sent: Any) -> str:
    """Return the title as plain text without LaTeX; raises WrongRecordError if there is none."""
    return plain_title(without_latex(sent, LONGEST_TITLE) if isinstance(sent, str) else "")


def plain_title(written: str) -> str:
    """Return a title without LaTeX as plain text; raises WrongRecordError if there is none."""
    title = _repaired(plain_text(written))
    if not any(map(str.isalnum, title)):
        raise WrongRecordError(Wrong.NO_TITLE)
    return title


def without_latex(written: str, longest: int) -> str:
    """Return the text without LaTeX. One that is far too long, or nests too deeply, stays as it is."""
    if not IS_LATEX.search(written) or len(written) > 4 * longest:
        return written
    written = written.replace("&amp;", "&")
    try:
        return from_latex(written)
    except RecursionError:
        return written


def text_in(record: Mapping[str, Any], field: str) -> str | None:
    """Return the text in a field; None for anything else."""
    value = record.get(field)
    return value if isinstance(value, str) else None


def record_in(record: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    """Return the record in a field; an empty one for anything else."""
    value = record.get(field)
    return value if isinstance(value, dict) else {}


def list_in(record: Mapping[str, Any], field: str) -> list[Any]:
    """Return the list in a field; an empty one for anything else."""
    value = record.get(field)
    return value if isinstance(value, list) else []


def year_in(record: Mapping[str, Any], field: str) -> int | None:
    return year_of(_number_in(record, field))


def citations_in(record: Mapping[str, Any], field: str) -> int | None:
    value = _number_in(record, field)
    return min(value, MOST_CITATIONS) if value is not None and value >= 0 else None


def _number_in(record: Mapping[str, Any], field: str) -> int | None:
    """Return a whole number, also from tables, which write it as "2020" or 2020.0."""
    value = record.get(field)
    if isinstance(value, str):
        return int(value) if value.isdecimal() and len(value) <= MOST_DIGITS else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if type(value) is int else None


def venue_of(sent: str | None) -> str:
    return plain_text(sent, LONGEST_VENUE)


def abstract_of(sent: str | None) -> str:
    return plain_text(sent, LONGEST_ABSTRACT)


def authors_of(names: Iterable[Any]) -> tuple[tuple[str, ...], int]:
    """Return the first 30 names, each once, and how many more there are: at least one behind "et al."."""
    known: dict[str, None] = {}
    more = 0
    for name in names:
        plain = _plain_name(name) if isinstance(name, str) else ""
        if not plain or plain in known:
            continue
        if " et " in plain and (ending := ET_AL.search(plain)):
            plain, more = plain[: ending.start()], max(more, 1)
        if plain.casefold() in OTHERS:
            more = max(more, 1)
        elif len(known) < MOST_AUTHORS:
            known[plain] = None
        else:
            more += 1
    return tuple(known), more


def _plain_name(written: str) -> str:
    if written.isascii() and written.isprintable() and len(written) <= LONGEST_NAME:
        name = " ".join(written.split())  # as below, in half of the time
    else:
        name = _repaired(one_line(written, LONGEST_NAME))
    if ". -" in name:
        name = name.replace(". -", ".-")  # ArXiv writes "C. -P." for "C.-P."
    if "," in name:
        name = _given_name_first(name)
    return NUMBERED.sub("", name) if name[-1:].isdecimal() else name


def _repaired(text: str) -> str:
    """Return a text in UTF-8 that was read as Windows' Western encoding, such as "MÃ¼ller", as it was meant."""
    if "Ã" not in text and "â€" not in text:
        return text
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return text


def _given_name_first(name: str) -> str:
    """Turn "Hu, Edward J." around. A group and a "Jr." stay where they are."""
    family, _, given = name.partition(",")
    if EAST_ASIAN.fullmatch(together := f"{family.strip()}{given.strip()}"):
        return together
    is_turned = bool(given.strip()) and "," not in given and given.strip(" .").casefold() not in SUFFIXES
    return f"{given.strip()} {family.strip()}" if is_turned else name.strip(" ,")
