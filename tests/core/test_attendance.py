"""Who is in for a week, who is out, and who can't review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.weeks.attendance import cannot_review, who_is_in, who_is_out
from bot.core.weeks.week import Answer, GivenAnswer

ADA, BO, CY, DEE = 1, 2, 3, 4
NOON = datetime(2026, 1, 11, 12, tzinfo=UTC)
MEMBERS = st.integers(1, 6)
ANSWERS = st.dictionaries(MEMBERS, st.sampled_from(Answer))


def test_writing_a_log_counts_as_being_in_for_the_week() -> None:
    answers = {BO: Answer.OUT, ADA: Answer.IN}
    assert who_is_in(answers, [CY, BO]) == [BO, ADA, CY]
    assert who_is_out(answers, [CY, BO]) == []


def test_a_leaver_is_neither_in_nor_out() -> None:
    answers = {ADA: Answer.IN, BO: Answer.OUT, CY: Answer.IN}
    assert who_is_in(answers, [CY, DEE], {CY, DEE, BO}) == [ADA]
    assert who_is_out(answers, [CY, DEE], {CY, DEE, BO}) == []


@given(ANSWERS, st.lists(MEMBERS), st.sets(MEMBERS))
def test_nobody_is_in_two_lists_or_twice_in_one(answers: dict[int, Answer], logged: list[int], gone: set[int]) -> None:
    both = who_is_in(answers, logged, gone) + who_is_out(answers, logged, gone)
    assert len(both) == len(set(both))
    assert set(both) == (set(answers) | set(logged)) - gone


def test_a_log_overrides_earlier_answers_but_not_later_ones() -> None:
    out = GivenAnswer(Answer.OUT, NOON)
    assert cannot_review(out, None)
    assert cannot_review(out, NOON - timedelta(minutes=1))
    assert not cannot_review(out, NOON + timedelta(minutes=1))
    assert not cannot_review(GivenAnswer(Answer.IN, NOON), None)
    assert not cannot_review(GivenAnswer(None, NOON), None)
    assert not cannot_review(None, None)
