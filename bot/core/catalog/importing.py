"""What an organizer's bibliography holds, and what its import would do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.catalog.adding import Additions, add
from bot.core.catalog.facts import tidied, usable_or_no_link
from bot.core.catalog.own_papers import MOST_PAPERS, AddOutcome
from bot.core.catalog.refusals import NoTitleError, TooManyEntriesError
from bot.core.text.characters import storable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.catalog.links import Links
    from bot.core.catalog.own_papers import MatchedBy, NewPaper

MOST_ENTRIES = 2_000
# The problem of an entry without a title, which readers of files let through.
NO_TITLE = "no-title"


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
    """What an import would do, each part in the file's order. `completed` are entries for papers that are stubs yet.

    `room` is how many more papers the server may have. If there are more new ones, the import will be refused.
    """

    new: tuple[ImportEntry, ...]
    completed: tuple[ImportEntry, ...]
    duplicates: tuple[DuplicateEntry, ...]
    broken: tuple[BrokenEntry, ...] = ()
    room: int = MOST_PAPERS

    @property
    def fits(self) -> bool:
        return len(self.new) <= self.room


@dataclass(frozen=True, slots=True)
class ImportedPapers:
    """What an import did. `keys` are those of new and completed papers, in the file's order."""

    keys: tuple[str, ...]
    duplicates: int


@dataclass(frozen=True, slots=True)
class ImportWork:
    """A plan, what it stores, and the keys that its new and completed papers get, in the file's order."""

    plan: ImportPlan
    additions: Additions
    keys: tuple[str, ...]


def usable(
    entries: Sequence[ImportEntry], broken: Sequence[BrokenEntry]
) -> tuple[tuple[ImportEntry, ...], tuple[BrokenEntry, ...]]:
    """Return the entries with facts that can be stored, and those that are broken, each in the file's order.

    Abstracts are left out: files don't say whose they are. Raises TooManyEntriesError.
    """
    if len(entries) + len(broken) > MOST_ENTRIES:
        raise TooManyEntriesError(MOST_ENTRIES, len(entries) + len(broken))
    good: list[ImportEntry] = []
    bad = [replace(entry, problem=storable(entry.problem)) for entry in broken]
    for entry in entries:
        paper = replace(entry.paper, url=usable_or_no_link(entry.paper.url), abstract="")
        try:
            good.append(replace(entry, cite_key=storable(entry.cite_key), paper=tidied(paper)))
        except NoTitleError:
            bad.append(BrokenEntry(entry.line, NO_TITLE))
    return tuple(good), tuple(sorted(bad, key=lambda entry: entry.line))


def work_out(links: Links, entries: Sequence[ImportEntry], broken: Sequence[BrokenEntry]) -> ImportWork:
    """Work an import out, putting its papers on the links' shelf. Raises TooManyEntriesError."""
    entries, broken = usable(entries, broken)
    room, additions, lines = links.shelf.room, Additions(), dict[str, int]()
    sorted_out: dict[AddOutcome, list[ImportEntry]] = {AddOutcome.ADDED: [], AddOutcome.COMPLETED: []}
    duplicates: list[DuplicateEntry] = []
    for entry in entries:
        done = add(links, entry.paper, (), additions)
        if done.is_new:
            sorted_out[done.outcome].append(entry)
            lines[done.key] = entry.line
        elif done.matched_by:
            of_line = lines.get(done.key)
            duplicates.append(DuplicateEntry(entry, done.matched_by, None if of_line else done.key, of_line))
    new, completed = sorted_out[AddOutcome.ADDED], sorted_out[AddOutcome.COMPLETED]
    plan = ImportPlan(tuple(new), tuple(completed), tuple(duplicates), tuple(broken), room)
    return ImportWork(plan, additions, tuple(lines))
