"""The rows that find words with a typing error or half-typed are those that looking at each word would give."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.core.world_catalog.index_entries import LONGEST_COMPLETED, MOST_COMPLETIONS, typo_pieces
from bot.storage.world_catalog.lineage_writer import unpack
from bot.storage.world_catalog.vocabulary_writer import completions, typos

# Few letters, so that many words begin alike.
VOCABULARIES = st.dictionaries(st.text("abé", min_size=1, max_size=10), st.integers(1, 4), max_size=90)


@given(VOCABULARIES)
def test_each_word_is_under_its_pieces_in_the_order_of_the_table(papers: dict[str, int]) -> None:
    words = sorted(papers)
    expected = {(piece, number) for number, word in enumerate(words, 1) for piece in typo_pieces(word)}
    assert list(typos(words)) == sorted(expected)


@given(VOCABULARIES)
def test_beginnings_of_many_words_have_the_most_common_ones(papers: dict[str, int]) -> None:
    words = sorted(papers)
    begun = Counter(word[:size] for word in words for size in range(1, min(len(word), LONGEST_COMPLETED) + 1))
    found = {start: unpack(packed) for start, packed in completions(words, papers)}
    assert set(found) == {start for start, count in begun.items() if count > MOST_COMPLETIONS}
    for start, numbers in found.items():
        those = [number for number, word in enumerate(words, 1) if word.startswith(start)]
        common = sorted(those, key=lambda number: (-papers[words[number - 1]], number))
        assert numbers == common[:MOST_COMPLETIONS]
