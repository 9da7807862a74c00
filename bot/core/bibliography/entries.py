"""What is read from a bibliography, and what is wrong with it. The edge has the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import NoReturn


class FileFormat(StrEnum):
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


class PublicationKind(StrEnum):
    """What sort of publication an entry is. Other sorts, such as web pages, are `OTHER`."""

    ARTICLE = auto()
    CONFERENCE = auto()
    CHAPTER = auto()
    BOOK = auto()
    REPORT = auto()
    THESIS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Name:
    """An author. `family` includes particles; for a group or a single name it is the whole name, without a `given`."""

    family: str
    given: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication. `line` is where it begins in its file, from 1.

    `key` is empty if the file gives none, and so is every other text. `doi` is bare and lower-case, `arxiv_id` has no
    version. `has_more_authors` is set if the list of authors ends with "and others".
    """

    line: int
    key: str
    title: str
    authors: tuple[Name, ...] = ()
    year: int | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    kind: PublicationKind = PublicationKind.OTHER
    venue: str = ""
    url: str = ""
    has_more_authors: bool = False


class EntryTrouble(StrEnum):
    """What is wrong with one entry, or at one line."""

    UNCLOSED = auto()
    OPEN_QUOTE = auto()
    TOO_DEEP = auto()
    UNREADABLE = auto()
    NOT_JSON = auto()
    NOT_AN_ENTRY = auto()
    NO_TITLE = auto()
    TOO_MANY = auto()
    # With the troubles from here on, the entry can still be used.
    DAMAGED = auto()
    NOT_ENDED = auto()
    NO_KEY = auto()
    KEY_TWICE = auto()
    NO_AUTHORS = auto()
    NO_YEAR = auto()


LOSING = frozenset(
    {
        EntryTrouble.UNCLOSED,
        EntryTrouble.OPEN_QUOTE,
        EntryTrouble.TOO_DEEP,
        EntryTrouble.UNREADABLE,
        EntryTrouble.NOT_JSON,
        EntryTrouble.NOT_AN_ENTRY,
        EntryTrouble.NO_TITLE,
        EntryTrouble.TOO_MANY,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A trouble and where it is, by line from 1. `first_line` is where a repeated key was used first."""

    line: int
    trouble: EntryTrouble
    key: str = ""
    first_line: int | None = None

    @property
    def loses_entry(self) -> bool:
        """Whether the entry can't be imported."""
        return self.trouble in LOSING


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries of a file in its order, the problems by line, and pairs of entries that are the same, by index."""

    format: FileFormat
    entries: tuple[Publication, ...]
    problems: tuple[Problem, ...] = ()
    duplicates: tuple[tuple[int, int], ...] = ()


class FileFault(StrEnum):
    """Why nothing of a file can be used."""

    MISSING = auto()
    TOO_LARGE = auto()
    NOT_TEXT = auto()
    ENDNOTE = auto()
    UNKNOWN_FORMAT = auto()
    NO_ENTRIES = auto()
    TOO_MANY = auto()
    TOO_COMPLEX = auto()
    TOO_SLOW = auto()
    BROKEN = auto()


class BibliographyError(Exception):
    """A file that can't be used, and why. `problem` is its first trouble if the fault is `BROKEN`."""

    def __init__(self, fault: FileFault, problem: Problem | None = None) -> None:
        super().__init__(fault, problem)
        self.fault = fault
        self.problem = problem


def give_up(fault: FileFault, problem: Problem | None = None) -> NoReturn:
    raise BibliographyError(fault, problem)
