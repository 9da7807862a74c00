"""Which papers contain a word: short lists for rare words, bitmaps for common ones.

Paper numbers start with the best-known paper, so the lowest bits of any intersection are its best-known papers.
"""

from __future__ import annotations

import sys
from array import array
from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A list costs 4 bytes per paper that contains the word, a bitmap one bit per paper in the catalog. From one paper in
# 256 on, a bitmap takes up to eight times a list's space, but only the few hundred most common words have one.
PAPERS_PER_ENTRY = 256
FEWEST_FOR_A_BITMAP = 32
WORD_BITS = 64


class Postings:
    def __init__(self, lists: Sequence[array[int]], paper_count: int) -> None:
        """Store `lists[word]`, the ascending numbers of the papers with that word. The lists are not copied."""
        self._bytes = (paper_count // WORD_BITS + 1) * WORD_BITS // 8
        self.counts = array("I", map(len, lists))
        self._bitmaps: dict[int, int] = {}
        self._lists: list[array[int] | None] = list(lists)
        common = max(FEWEST_FOR_A_BITMAP, paper_count // PAPERS_PER_ENTRY)
        for word, count in enumerate(self.counts):
            if count > common:
                self._bitmaps[word] = self.bitmap(lists[word])
                self._lists[word] = None

    def bitmap(self, papers: Iterable[int]) -> int:
        bits = bytearray(self._bytes)
        for paper in papers:
            bits[paper >> 3] |= 1 << (paper & 7)
        return int.from_bytes(bits, "little")

    def union(self, words: Iterable[int]) -> int:
        """Return a bitmap of the papers that contain any of the words."""
        papers = 0
        rare: list[int] = []
        for word in words:
            numbers = self._lists[word]
            if numbers is None:
                papers |= self._bitmaps[word]
            else:
                rare.extend(numbers)
        return papers | self.bitmap(rare) if rare else papers

    def first(self, papers: int) -> Iterator[int]:
        """Yield the numbers in a bitmap, best known first. It is lazy, so taking a few of many is cheap."""
        words = array("Q", papers.to_bytes(self._bytes, "little"))
        if sys.byteorder == "big":
            words.byteswap()
        for at in compress(range(len(words)), words):
            word = words[at]
            while word:
                lowest = word & -word
                yield at * WORD_BITS + lowest.bit_length() - 1
                word ^= lowest
