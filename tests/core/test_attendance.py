"""Who is in a week, who is out, and who cannot review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.attendance import cannot_review, who_is_in, who_is_out
from bot.core.weeks import Answer, Given

ADA, BO, CY, DEE = 1, 2, 3, 4
NOON = datetime(2026, 1, 11, 12, tzinfo=UTC)
MEMBERS = st.integers(1, 6)
ANSWERS = st.dictionaries(MEMBERS, st.sampled_from(Answer))


def test_writing_a_log_is_being_in() -> None:
    answers = {BO: Answer.OUT, ADA: Answer.IN}
    assert who_is_in(answers, [CY, BO]) == [BO, ADA, CY]
    assert who_is_out(answers, [CY, BO]) == []


def test_who_has_left_is_neither_in_nor_out() -> None:
    answers = {ADA: Answer.IN, BO: Answer.OUT, CY: Answer.IN}
    assert who_is_in(answers, [CY, DEE], {CY, DEE, BO}) == [ADA]
    assert who_is_out(answers, [CY, DEE], {CY, DEE, BO}) == []


@given(ANSWERS, st.lists(MEMBERS), st.sets(MEMBERS))
def test_nobody_is_on_two_lists_or_twice_on_one(answers: dict[int, Answer], logged: list[int], gone: set[int]) -> None:
    both = who_is_in(answers, logged, gone) + who_is_out(answers, logged, gone)
    assert len(both) == len(set(both))
    assert set(both) == (set(answers) | set(logged)) - gone


def test_a_log_overrules_what_was_said_before_it_and_not_what_is_said_after() -> None:
    out = Given(Answer.OUT, NOON)
    assert cannot_review(out, None)
    assert cannot_review(out, NOON - timedelta(minutes=1))
    assert not cannot_review(out, NOON + timedelta(minutes=1))
    assert not cannot_review(Given(Answer.IN, NOON), None)
    assert not cannot_review(Given(None, NOON), None)
    assert not cannot_review(None, None)
