"""What is kept of the vocabulary of a catalogue file: rows that find words with a typing error, or half-typed."""

from __future__ import annotations

from array import array
from heapq import nsmallest
from itertools import groupby
from typing import TYPE_CHECKING

from bot.core.world_catalog.index_entries import LONGEST_COMPLETED, MOST_COMPLETIONS, typo_pieces
from bot.storage.world_catalog.lineage_writer import pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WORD_BITS = 32
WORD_MASK = (1 << WORD_BITS) - 1
PARTS = 32  # there are ten times as many pieces as words, so only a part of them is sorted at a time
PART_BITS = 27  # of a piece's 32, below those that say which part it is in


def typos(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pieces of words, which are numbered from 1, in the order of the table."""
    parts = [array("Q") for _ in range(PARTS)]
    for number, word in enumerate(words, 1):
        for piece in typo_pieces(word):
            parts[piece >> PART_BITS].append(piece << WORD_BITS | number)
    for part in parts:
        for both in sorted(set(part)):
            yield both >> WORD_BITS, both & WORD_MASK


def completions(words: Sequence[str], papers: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """Yield beginnings of more than 12 sorted words, each with the numbers of its most common words."""
    # The most common word has the smallest place; its number is in the last bits.
    places = [number - (papers[word] << WORD_BITS) for number, word in enumerate(words, 1)]
    large = [range(len(words))]
    for size in range(1, LONGEST_COMPLETED + 1):
        # Only a beginning of many words can have longer beginnings of many words.
        groups = [list(group) for each in large for _, group in groupby(each, lambda at: words[at][:size])]  # noqa: B023
        large = [range(group[0], group[-1] + 1) for group in groups if len(group) > MOST_COMPLETIONS]
        for each in large:
            common = nsmallest(MOST_COMPLETIONS, places[each.start : each.stop])
            yield words[each[-1]][:size], pack(place & WORD_MASK for place in common)
