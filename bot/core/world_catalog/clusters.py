"""Joins records of the same paper, among millions. All records that are joined, directly or through others, are one
paper.
"""

from __future__ import annotations

from array import array
from itertools import combinations, product
from typing import TYPE_CHECKING

from bot.core.papers.likeness import MOST_YEARS_APART

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FEW = 6
NEIGHBORS = 4
MOST_MEMBERS = 50


class Clusters:
    """Records from 1 to `count`, each first on its own. It takes 36 bytes for each.

    `titles`, `authors` and `years` are what most duplicates have in common: a number of the title and of the first
    author, 0 if unknown. `dois`, `publishers` and `arxiv_ids` are numbers of those: papers with two arXiv ids, or two
    DOIs of one publisher, are two papers.
    """

    def __init__(self, count: int) -> None:
        self._parents = array("I", range(count + 1))
        self.titles = array("Q", bytes(8 * (count + 1)))
        self.authors = array("I", bytes(4 * (count + 1)))
        self.dois = array("I", bytes(4 * (count + 1)))
        self.publishers = array("I", bytes(4 * (count + 1)))
        self._next = array("I", range(count + 1))  # in a ring, all records of the paper
        self.arxiv_ids = array("I", bytes(4 * (count + 1)))
        self.years = array("i", bytes(4 * (count + 1)))

    def first_of(self, record: int) -> int:
        """Return the first record of the same paper."""
        parents = self._parents
        while parents[record] != record:
            parents[record] = parents[parents[record]]
            record = parents[record]
        return record

    def join_by_id(self, records: Sequence[int], is_same: Callable[[int, int], bool]) -> None:
        """Join records that have an id in common. `is_same` looks closely at two with different titles."""
        for one, other in self._pairs(records):
            if self.titles[one] == self.titles[other] or is_same(one, other):
                self._join(one, other)

    def join_by_title(
        self,
        records: Sequence[int],
        is_same: Callable[[int, int], bool],
        are_namesakes: Callable[[int, int], bool] = lambda _one, _other: False,
    ) -> None:
        """Join records whose titles have a key in common, unless ids or authors of their papers contradict that.

        "W. Wang" is the same as Wei Wang or as Wen Wang, and doesn't make one of both.
        """
        for one, other in self._pairs(records):
            first, second = self.first_of(one), self.first_of(other)
            if first == second or 0 != self.arxiv_ids[first] != self.arxiv_ids[second] != 0:
                continue
            # Looking closely at both takes a hundred times longer than what is known of them here.
            if self._are_surely_different(one, other) or self._have_different_dois(first, second):
                continue
            if self._is_surely_same(one, other) or is_same(one, other):
                pairs = product(self._members(first), self._members(second))
                if not any(are_namesakes(*pair) for pair in pairs if self.authors[pair[0]] != self.authors[pair[1]]):
                    self._join(first, second)

    def groups(self) -> Iterator[list[int]]:
        """Yield the records of each paper that has several, in order."""
        members: dict[int, list[int]] = {}
        for record in range(1, len(self._parents)):
            if (first := self.first_of(record)) != record:
                members.setdefault(first, [first]).append(record)
        yield from members.values()

    def _is_surely_same(self, one: int, other: int) -> bool:
        """Return whether whole title, first author, year and DOI agree, as for most duplicates."""
        is_same_work = self.titles[one] == self.titles[other] and 0 != self.authors[one] == self.authors[other]
        years = self.years[one], self.years[other]
        dois = self.dois[one], self.dois[other]
        is_near_in_time = not all(years) or abs(years[0] - years[1]) <= 1
        return is_same_work and is_near_in_time and (not all(dois) or dois[0] == dois[1])

    def _are_surely_different(self, one: int, other: int) -> bool:
        """Return whether years or DOIs contradict, as for most papers with nearly the same title."""
        years = self.years[one], self.years[other]
        if all(years) and abs(years[0] - years[1]) > MOST_YEARS_APART:
            return True
        dois = self.dois[one], self.dois[other]
        return self.titles[one] != self.titles[other] and all(dois) and dois[0] != dois[1]

    def _have_different_dois(self, first: int, second: int) -> bool:
        """Return whether one publisher has given two DOIs to records of the two papers."""
        mine = {self.publishers[each]: self.dois[each] for each in self._members(first) if self.publishers[each]}
        others = self._members(second) if mine else ()
        return any(mine.get(self.publishers[each], self.dois[each]) != self.dois[each] for each in others)

    def _members(self, first: int) -> Iterator[int]:
        """Yield the records of a paper, up to a number that hardly any paper has."""
        record = first
        for _ in range(MOST_MEMBERS):
            yield record
            record = self._next[record]
            if record == first:
                return

    def _pairs(self, records: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield pairs to compare: all pairs of a few records, but only neighbors if there are many, such as
        "Editorial".
        """
        if len(records) <= FEW:
            yield from combinations(records, 2)
            return
        alike = sorted(records, key=lambda each: (self.authors[each], self.titles[each], self.years[each], each))
        for at, one in enumerate(alike):
            for other in alike[at + 1 : at + 1 + NEIGHBORS]:
                yield one, other

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self.first_of(one), self.first_of(other)))
        if first == second:
            return
        self._parents[second] = first
        self._next[first], self._next[second] = self._next[second], self._next[first]
        self.arxiv_ids[first] = self.arxiv_ids[first] or self.arxiv_ids[second]
