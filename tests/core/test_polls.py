"""The result of a poll."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.polls.poll import PollResult, result_of, stored_result

VOTES = st.lists(st.integers(0, 5), min_size=2, max_size=5)


def test_most_votes_win_and_ties_go_to_the_first_candidate() -> None:
    assert result_of("abc", [1, 3, 2]) == PollResult("b", 3, 6, (), ())
    assert result_of("abc", [0, 1, 1]) == PollResult("b", 1, 2, ("c",), ())
    assert result_of("abc", [2, 2, 2]) == PollResult("a", 2, 6, ("b", "c"), ())
    assert result_of("abc", [0, 0, 0]) == PollResult(None, 0, 0, (), ())
    assert result_of("", []) == PollResult(None, 0, 0, (), ())


def test_a_paper_read_meanwhile_is_replaced() -> None:
    assert result_of("abc", [3, 1, 2], ["a"]) == PollResult("c", 2, 6, (), ("a",))
    assert result_of("abc", [3, 0, 0], ["a"]) == PollResult(None, 0, 3, (), ("a",))


@given(VOTES, st.sets(st.sampled_from("abcde")))
def test_a_stored_result_is_restored(votes: list[int], read: set[str]) -> None:
    candidates = "abcde"[: len(votes)]
    counted = result_of(candidates, votes, read)
    assert stored_result(candidates, votes, counted.winner) == counted
    if counted.winner is None:
        assert all(key in read for key, count in zip(candidates, votes, strict=True) if count)
    else:
        assert counted.votes == votes[candidates.index(counted.winner)] > 0
        better = [key for key, count in zip(candidates, votes, strict=True) if count > counted.votes]
        assert set(better) <= read
