"""Spelling, postings and acronyms, each tested alone."""

from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.search.acronyms import Acronyms
from bot.core.search.postings import Postings
from bot.core.search.text import LONGEST_QUERY, normalise, squash, stem


@given(st.text(max_size=300))
@example("İstanbul ΐ ẞ ŉ")
@example("\ufdfa" * 500)
@example("x" * 400 + " y")
def test_normalizing_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert len(once) <= LONGEST_QUERY
    assert squash(once) == squash(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("quantization", "quantized"), ("optimisation", "optimizing"), ("learners", "learning"), ("models", "model")],
)
def test_word_endings_are_removed(one, other):
    assert stem(one) == stem(other)


@given(st.sets(st.integers(0, 9_999), max_size=200), st.sets(st.integers(0, 9_999), max_size=200))
def test_bitmaps_return_their_items_best_known_first(one, other):
    postings = Postings([], 10_000)
    both = postings.bitmap(one) & postings.bitmap(other)
    assert list(postings.first(both)) == sorted(one & other)


def test_postings_of_common_and_rare_words_are_merged():
    lists = [array("I", range(0, 1000, 2)), array("I", [1, 7]), array("I", [7])]
    postings = Postings(lists, 1000)
    assert list(postings.first(postings.union([0, 1, 2]))) == sorted({*range(0, 1000, 2), 1, 7})
    assert list(postings.counts) == [500, 2, 1]


def test_acronyms_are_distinguished_exactly():
    rng = random.Random(7)
    pairs = {("".join(rng.choices("abc12", k=rng.randint(3, 8))), rng.randrange(4_000_000)) for _ in range(500)}
    acronyms = Acronyms([*pairs, ("ab", 1), ("toolongone", 2), ("é12", 3)])
    for initials, _ in pairs:
        assert acronyms.papers(initials) == sorted(number for other, number in pairs if other == initials)[:48]
    assert acronyms.papers("ab") == acronyms.papers("toolongone") == acronyms.papers("é12") == []
