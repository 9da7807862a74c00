"""What a provider tells about a paper, and a paper's full text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

# How long an answer counts, before the provider is asked again.
FOUND_KEPT = timedelta(days=30)
NOT_FOUND_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Author:
    """`name` in the usual order. `family` and `given` are empty unless the source tells them apart."""

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """An entry of the reference list, as far as the source knows it: at least a title or an id."""

    title: str = ""
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """One paper as `source` (a `ProviderName`) knows it. All texts are plain, in one line, and clipped.

    `url` is made from an id, never taken from the answer. `arxiv_id` has no version, `doi` is bare and lower-case.
    `abstract` may only be shown if `may_show_abstract`: its license allows it, by the source's own word.
    """

    source: str
    title: str
    url: str
    authors: tuple[Author, ...] = ()
    year: int | None = None
    venue: str = ""
    arxiv_id: str | None = None
    doi: str | None = None
    abstract: str = ""
    may_show_abstract: bool = False
    references: tuple[CitedPaper, ...] = ()


class FullTextKind(StrEnum):
    """The value ends the name of a file that holds the text."""

    HTML = "html"
    SOURCE = "tar.gz"
    PDF = auto()


@dataclass(frozen=True, slots=True)
class FullText:
    data: bytes
    kind: FullTextKind
