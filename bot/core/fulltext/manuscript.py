"""A paper's text, in the form that every kind of file is turned into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

# Marks where something was left out of a text, such as a footnote or the end of a page. A sentence with this mark is
# not shown, because in the file it is not in one piece.
GAP = "\x01"


class PaperPart(StrEnum):
    """The part of a paper that a section belongs to, whatever its heading says exactly."""

    ABSTRACT = auto()
    INTRODUCTION = auto()
    RELATED_WORK = auto()
    METHOD = auto()
    EXPERIMENTS = auto()
    CONCLUSION = auto()
    APPENDIX = auto()
    END_MATTER = auto()  # acknowledgments, checklists and the like


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a laid-out page. Lengths are in points; `bottom` grows upward."""

    text: str
    page: int
    left: float
    bottom: float
    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text under one heading. `is_small` marks text in small print: captions, tables and footnotes."""

    heading: str
    part: PaperPart
    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list.

    `label` is how markers name it, without brackets; empty if they name authors and year. `surnames` are those of the
    authors, as far as they could be read.
    """

    label: str
    text: str
    title: str
    surnames: tuple[str, ...]
    year: int | None
    year_suffix: str = ""
    arxiv_id: str | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`byline` is the text between title and abstract: the authors and their institutions.

    `arxiv_id` is the paper's own, without a version, if arXiv has stamped the file. A year that the file does not state
    is a guess: the newest that it cites.
    """

    title: str
    year: int | None
    byline: str
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...]
    arxiv_id: str | None = None
    is_year_stated: bool = True
