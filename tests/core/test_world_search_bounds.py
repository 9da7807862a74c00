"""However common the words of a query are, the search reads a bounded part of the file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.search import Found, NothingFound
from bot.core.world_catalog.index import Candidate
from bot.core.world_catalog.judging import FoundInWorld, Offered, WorldHit, judge
from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.search import MOST_CANDIDATES, MOST_READ, search_world

PAPERS = 1_000_000
# Seven look-ups by words, of which at most three are more than guesses.
MOST_LOOKED_UP, MOST_READ_IN_ALL = 9, 1_500_000
WORD = st.text("abcdefgh", min_size=1, max_size=9)


class CommonWords:
    """An index in which `each` papers have every word, and what begins like it. It notes how much is looked through."""

    papers = PAPERS

    def __init__(self, each: int, found: int) -> None:
        self.each, self.found = each, found
        self.groups: list[list[tuple[str, ...]]] = []
        self.read: list[int] = []

    def counts(self, words):
        return dict.fromkeys(words, self.each)

    def completions(self, beginning, most):
        return [(beginning + "x" * at, self.each) for at in range(1, most + 1)]

    def with_stem(self, root, most):
        return [(root + ending, self.each) for ending in ("s", "ed", "ing")][:most]

    def holding(self, groups, most, among=None):
        self.groups.append([*groups])
        self.read.append(sum(map(len, groups)) * self.each * (among or PAPERS) // PAPERS)
        return list(range(1, min(most, self.found) + 1))

    def near(self, *_asked):
        return []

    called = beginning = abbreviated = near

    def candidates(self, numbers):
        return [Candidate(number, "A Title", ("Ada Nwosu",), 2020) for number in numbers]


@given(st.lists(WORD, min_size=1, max_size=20), st.integers(1, 400_000), st.integers(0, 100), st.booleans())
def test_a_look_up_reads_no_more_than_its_share(words: list[str], each: int, found: int, typed: bool) -> None:
    index: Any = CommonWords(each, found)
    assert len(search_world(index, " ".join(words), typed=typed)) <= MOST_CANDIDATES
    assert all(read <= MOST_READ for read in index.read)
    assert len(index.read) <= MOST_LOOKED_UP
    assert sum(index.read) <= MOST_READ_IN_ALL


def test_a_few_letters_are_no_condition_where_other_words_leave_few_papers() -> None:
    index: Any = CommonWords(30_000, 5)
    search_world(index, "tidal gates slow r", typed=True)
    assert not any(word.startswith("r") for groups in index.groups for group in groups for word in group)
    index = CommonWords(30_000, 100)
    search_world(index, "tidal gates slow r", typed=True)
    assert any(word.startswith("r") for groups in index.groups for group in groups for word in group)


@pytest.mark.parametrize(("best", "others"), [(0.978, 0.88), (0.973, 0.843)])
def test_a_part_of_a_title_is_no_lead_over_titles_with_the_same_words(best: float, others: float) -> None:
    """Of "A Simulation Study of Three …", nothing is sure where another title ends with "Simulation Study"."""
    paper = WorldPaper("Patterns in Three Dimensions — Simulation Study", ("Ada Nwosu",), 2020)
    hits = [WorldHit(paper, best), WorldHit(paper, others)]
    assert isinstance(judge("a simulation study of three", NothingFound(), hits), Offered)
    assert isinstance(judge("a simulation study of three", NothingFound(), [WorldHit(paper, best)]), FoundInWorld)


def test_a_whole_title_of_another_paper_is_no_card_where_it_begins_ours() -> None:
    """The query "efficiently modeling long sequences" is the first part of a shipped paper's title."""
    hits = [WorldHit(WorldPaper("Efficiently Modeling Long Sequences", ("Ada Nwosu",), 1991), 1.0)]
    assert isinstance(judge("efficiently modeling long sequences", Found("s4", 0.9365), hits), Offered)
    assert isinstance(judge("efficiently modeling long sequences", Found("other", 0.83), hits), FoundInWorld)
