"""What an organizer's bibliography holds, and what its import would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.catalog.own_papers import MatchedBy, NewPaper

MOST_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """An entry that could be read. `line` is where it begins in the file, from 1; `cite_key` is its key there."""

    line: int
    cite_key: str
    paper: NewPaper


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """An entry that could not be read. `problem` is a code of the reader, or its words."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class DuplicateEntry:
    """An entry whose paper is there already, under `key`, or earlier in the file, at `of_line`."""

    entry: ImportEntry
    matched_by: MatchedBy
    key: str | None = None
    of_line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, each part in the file's order. `completed` are entries for papers that are stubs yet."""

    new: tuple[ImportEntry, ...]
    completed: tuple[ImportEntry, ...]
    duplicates: tuple[DuplicateEntry, ...]
    broken: tuple[BrokenEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedPapers:
    """What an import did. `keys` are those of new and completed papers, in the file's order."""

    keys: tuple[str, ...]
    duplicates: int
