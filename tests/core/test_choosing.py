"""Filling a ballot, one choice after another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ballots.ballot import checked
from bot.core.ballots.choosing import with_choice

BALLOTS = st.lists(st.sampled_from("abcde"), unique=True).map(tuple)


@pytest.mark.parametrize(
    ("ballot", "place", "paper", "after"),
    [
        ("", 1, "a", "a"),
        ("", 3, "a", "a"),  # no gaps
        ("ab", 3, "c", "abc"),
        ("ab", 1, "c", "cb"),  # what was there leaves the ballot
        ("abc", 1, "c", "cba"),  # two of the ballot change places
        ("ab", 3, "a", "ba"),
        ("abc", 2, None, "ac"),
        ("abc", 4, None, "abc"),
    ],
)
def test_a_choice_changes_one_place(ballot: str, place: int, paper: str | None, after: str) -> None:
    assert "".join(with_choice(tuple(ballot), place, paper)) == after


@given(BALLOTS, st.integers(1, 7), st.sampled_from("abcde"))
def test_a_choice_is_on_the_ballot_once_and_the_same_again_changes_nothing(
    ballot: tuple[str, ...], place: int, paper: str
) -> None:
    after = with_choice(ballot, place, paper)
    assert checked(after, "abcde") == after
    assert paper in after
    assert len(after) - len(ballot) in {0, 1}
    if place <= len(ballot):
        assert after[place - 1] == paper
        assert len(after) == len(ballot)
    assert with_choice(after, place, paper) == after


@given(BALLOTS, st.integers(1, 7))
def test_a_place_that_is_emptied_leaves_the_order_of_the_others(ballot: tuple[str, ...], place: int) -> None:
    after = with_choice(ballot, place, None)
    assert after == tuple(paper for at, paper in enumerate(ballot, start=1) if at != place)
