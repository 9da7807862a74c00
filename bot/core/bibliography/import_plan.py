"""Decides what an import would do with each entry of a bibliography. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.bibliography.duplicates import repeats_in, work_of
from bot.core.bibliography.entries import Trouble
from bot.core.bibliography.reading import MOST_ENTRIES
from bot.core.papers.same_paper import Likeness

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.bibliography.entries import Bibliography, Entry, Problem
    from bot.core.papers.same_paper import Match, Work


@dataclass(frozen=True, slots=True)
class NewPaper:
    """An entry to import. `namesake` is the key of a paper that has the same title, but other authors or years."""

    entry: Entry
    namesake: str = ""


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """An entry whose paper is in the catalog, under `key`."""

    entry: Entry
    key: str
    by: Likeness


@dataclass(frozen=True, slots=True)
class RepeatedEntry:
    """An entry whose paper another entry of the file is about, which begins at `first_line`."""

    entry: Entry
    first_line: int
    by: Likeness


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What becomes of each entry, in the file's order.

    `broken` are the problems that lose entries, `notes` those that don't. `entries` is how many the file has;
    `is_too_large` if they are more than can be imported at once, so that none is.
    """

    new: tuple[NewPaper, ...]
    known: tuple[KnownPaper, ...]
    repeated: tuple[RepeatedEntry, ...]
    broken: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    entries: int

    @property
    def is_too_large(self) -> bool:
        return self.entries > MOST_ENTRIES


def plan_import(bibliography: Bibliography, find: Callable[[Work], Match[str] | None]) -> ImportPlan:
    """Return the plan. `find` looks a paper up in the catalog, for example `KnownWorks.find`."""
    new: list[NewPaper] = []
    known: list[KnownPaper] = []
    repeated: list[RepeatedEntry] = []
    entries = bibliography.entries
    repeats = dict(repeats_in(entries))
    for index, entry in enumerate(entries):
        repeat = repeats.get(index)
        if not entry.title:
            continue
        if repeat and repeat.by is not Likeness.TITLE_ONLY and entries[repeat.key].title:
            repeated.append(RepeatedEntry(entry, entries[repeat.key].line, repeat.by))
            continue
        match = find(work_of(entry))
        if match and match.by is not Likeness.TITLE_ONLY:
            known.append(KnownPaper(entry, match.key, match.by))
        else:
            new.append(NewPaper(entry, match.key if match else ""))
    problems = [problem for problem in bibliography.problems if problem.trouble is not Trouble.TOO_MANY]
    return ImportPlan(
        tuple(new),
        tuple(known),
        tuple(repeated),
        tuple(problem for problem in problems if problem.loses_entry),
        tuple(problem for problem in problems if not problem.loses_entry),
        len(entries),
    )
