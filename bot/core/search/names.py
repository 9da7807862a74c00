"""Finds whole names and titles without their spaces, typed together, half or exactly."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.core.search.text import LONGEST_TITLE, squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.core.papers.paper import Paper

LONGEST_HEAD = 3
MOST_IN_A_HEAD = 32
MOST_LOOKED_AT = 1024


class NameKind(IntEnum):
    """The kind of a name: given by the catalog, a whole title, or one side of a title's colon."""

    GIVEN = 0
    TITLE = 1
    PART = 2


class Names:
    """Sorted names. `entries` are (squashed name, paper's number, kind); numbers start with the best-known paper."""

    def __init__(self, entries: Iterable[tuple[str, int, NameKind]]) -> None:
        ordered = sorted(set(entries))
        self._names = [name for name, _, _ in ordered]
        self._papers = array("I", (paper for _, paper, _ in ordered))
        self._kinds = bytes(kind for _, _, kind in ordered)
        self._heads = self._best_known_by_beginning()

    def exactly(self, name: str) -> list[tuple[int, NameKind]]:
        """Return up to 48 papers with exactly this name, and the kind of name it is."""
        start = bisect_left(self._names, name)
        end = start
        while end < len(self._names) and self._names[end] == name and end - start < MOST_IN_A_HEAD:
            end += 1
        return [(self._papers[at], NameKind(self._kinds[at])) for at in range(start, end)]

    def beginning(self, prefix: str) -> list[tuple[int, int]]:
        """Return the best-known papers with a name that starts like this, each with its shortest such name's length."""
        if len(prefix) <= LONGEST_HEAD:
            rows: Iterable[int] = self._heads.get(prefix, ())
        else:
            start = bisect_left(self._names, prefix)
            end = bisect_left(self._names, prefix + "\U0010ffff", start, min(len(self._names), start + MOST_LOOKED_AT))
            best_known = sorted(self._papers[start:end])[:MOST_IN_A_HEAD]
            rows = [row for row in range(start, end) if self._papers[row] <= best_known[-1]]
        lengths: dict[int, int] = {}
        for row in rows:
            paper, length = self._papers[row], len(self._names[row])
            lengths[paper] = min(length, lengths.get(paper, length))
        return list(lengths.items())

    def any_beginning(self, prefix: str) -> bool:
        start = bisect_left(self._names, prefix)
        return start < len(self._names) and self._names[start].startswith(prefix)

    def _best_known_by_beginning(self) -> dict[str, array[int]]:
        heads: dict[str, array[int]] = {}
        for row in sorted(range(len(self._names)), key=self._papers.__getitem__):
            for length in range(1, LONGEST_HEAD + 1):
                head = heads.setdefault(self._names[row][:length], array("I"))
                if len(head) < MOST_IN_A_HEAD and len(self._names[row]) >= length:
                    head.append(row)
        return heads


def squashed_names(paper: Paper, number: int) -> Iterator[tuple[str, int, NameKind]]:
    """Yield every one-name way to refer to a paper, for `Names`."""
    given = {squash(name) for name in (paper.key, paper.short_name, *paper.aliases, paper.arxiv_id or "")}
    titles = {squash(title, LONGEST_TITLE) for title in (paper.title, *paper.other_titles)}
    parts = {
        squash(part, LONGEST_TITLE) for title in (paper.title, *paper.other_titles) for part in title.split(":", 1)
    }
    for names, kind in (
        (given, NameKind.GIVEN),
        (titles - given, NameKind.TITLE),
        (parts - titles - given, NameKind.PART),
    ):
        yield from ((name, number, kind) for name in names if name)
