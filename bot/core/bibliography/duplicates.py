"""Finds entries of one bibliography that are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.papers.likeness import KnownWorks, Work, plain_family

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.bibliography.entries import Publication
    from bot.core.papers.likeness import Match


def work_of(entry: Publication) -> Work:
    """Return the facts by which an entry is compared with others and with papers of the catalog."""
    families = frozenset(filter(None, (plain_family(name.family) for name in entry.authors)))
    return Work(entry.title, families, entry.year, entry.arxiv_id, entry.doi)


def repeats_in(entries: Sequence[Publication]) -> Iterator[tuple[int, Match[int]]]:
    """Yield the index of each entry that repeats an earlier one, with the index of the first one like it."""
    known: KnownWorks[int] = KnownWorks()
    for index, entry in enumerate(entries):
        work = work_of(entry)
        if match := known.find(work):
            yield index, match
        known.add(index, work)


def duplicates_in(entries: Sequence[Publication]) -> Iterator[tuple[int, int]]:
    """Yield pairs, the earlier first. Entries that share no more than their whole title are pairs too."""
    return ((match.key, index) for index, match in repeats_in(entries))
