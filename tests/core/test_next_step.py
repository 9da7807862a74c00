"""Every state of a member has exactly one next step, and one that the bot accepts."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.next_step.next_step import (
    MemberWeek,
    NextPost,
    NextStep,
    OfferedReview,
    StepKind,
    next_step,
    urgency,
)
from bot.core.weeks.week import Answer, WeekState

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

NOW = datetime(2026, 1, 11, 17, tzinfo=UTC)
DAY = timedelta(days=1)
THEN = NextPost(NOW + 7 * DAY)
JOINED = replace(THEN, has_joined=True)
BO = 8
REVIEWS = (
    None,
    OfferedReview(5, BO, is_theirs=True, is_needed=True),
    OfferedReview(5, BO, is_theirs=False, is_needed=True),
    OfferedReview(5, BO, is_theirs=False, is_needed=False),
)
ANSWERS = (None, Answer.IN, Answer.OUT)
READING, REVIEWING, CLOSED = WeekState.READING, WeekState.REVIEWING, WeekState.CLOSED
YES_NO = (True, False)
STATES = list(itertools.product(WeekState, YES_NO, YES_NO, ANSWERS, (None, 4), YES_NO, REVIEWS, YES_NO))


def week(state: WeekState = READING, **facts: object) -> MemberWeek:
    usual = MemberWeek(
        id=1,
        number=3,
        key="0000-260111-post",
        paper_key="lora",
        state=state,
        logs_due=NOW + 5 * DAY,
        reviews_due=NOW + 7 * DAY,
        is_newest=True,
    )
    return replace(usual, **facts)  # type: ignore[arg-type]


def in_state(state: tuple[object, ...]) -> MemberWeek:
    names = ("state", "is_newest", "is_readable", "answer", "log_id", "has_draft", "review", "has_takeaway")
    return replace(week(), **dict(zip(names, state, strict=True)))  # type: ignore[arg-type]


def is_open(one: MemberWeek) -> bool:
    return one.state in {WeekState.POSTED, READING}


# When the services accept the action of each kind. Tests of the services follow the steps for real.
ACCEPTED: dict[StepKind, Callable[[MemberWeek], bool]] = {
    StepKind.REVIEW: lambda one: one.state is REVIEWING and one.review is not None and one.review.is_theirs,
    StepKind.WRITE: lambda one: is_open(one) and one.is_readable,
    StepKind.JOIN: lambda one: is_open(one) and one.is_readable and one.answer is None and one.log_id is None,
    StepKind.LATE: lambda one: one.state in {REVIEWING, CLOSED} and one.is_readable and one.log_id is None,
    StepKind.HELP: lambda one: one.state is REVIEWING and one.review is not None and one.review.is_needed,
    StepKind.EDIT: lambda one: is_open(one) and one.log_id is not None,
    StepKind.REST: lambda one: (
        is_open(one) and one.answer is Answer.OUT and one.log_id is None and not one.has_takeaway
    ),
    StepKind.DONE: lambda one: one.state not in {WeekState.PLANNED, WeekState.SKIPPED},
}


def is_accepted(step: NextStep) -> bool:
    if step.week is None:
        # A member without a week can join the first one.
        return step.kind in {StepKind.WAIT, StepKind.JOIN}
    return ACCEPTED[step.kind](step.week)


def test_every_state_has_one_step_that_is_accepted() -> None:
    seen = set()
    for state in STATES:
        step = next_step([in_state(state)], THEN)
        assert is_accepted(step), (state, step.kind)
        assert step.then == THEN
        assert step.week is not None or step.kind is StepKind.WAIT
        seen.add(step.kind)
    assert seen == set(StepKind)


def test_nobody_is_done_who_still_has_something_to_do() -> None:
    for state in STATES:
        one = in_state(state)
        step = next_step([one], THEN)
        if one.state is REVIEWING and one.review and one.review.is_theirs:
            assert step.kind is StepKind.REVIEW
        joined = one.state is READING and one.answer is Answer.IN and one.log_id is None and one.is_readable
        joined = joined and not one.has_takeaway
        assert not joined or step.kind is StepKind.WRITE


def test_with_a_takeaway_nobody_asks_for_a_log() -> None:
    """Unless its author has begun one. They may still write one while the week goes on."""
    for state in STATES:
        one = in_state(state)
        step = next_step([one], THEN)
        if one.has_takeaway and not one.has_draft:
            assert step.kind not in {StepKind.WRITE, StepKind.LATE, StepKind.JOIN, StepKind.REST}
        if step.is_log_optional:
            assert one.has_takeaway
            assert one.log_id is None
            assert one.is_readable
            assert one.state in {WeekState.POSTED, READING, REVIEWING}


@pytest.mark.parametrize(
    ("one", "kind", "due"),
    [
        (week(), StepKind.JOIN, 5),
        (week(answer=Answer.IN), StepKind.WRITE, 5),
        (week(has_draft=True), StepKind.WRITE, 5),
        (week(answer=Answer.IN, log_id=4), StepKind.EDIT, 5),
        (week(log_id=4, has_draft=True), StepKind.WRITE, 5),
        (week(log_id=4, answer=Answer.OUT), StepKind.EDIT, 5),
        (week(answer=Answer.OUT), StepKind.REST, None),
        (week(answer=Answer.OUT, has_draft=True), StepKind.REST, None),
        (week(is_readable=False), StepKind.DONE, None),
        (week(answer=Answer.IN, has_takeaway=True), StepKind.DONE, None),
        (week(answer=Answer.OUT, has_takeaway=True), StepKind.DONE, None),
        (week(has_takeaway=True, has_draft=True), StepKind.WRITE, 5),
        (week(has_takeaway=True, log_id=4), StepKind.EDIT, 5),
        (week(REVIEWING, answer=Answer.IN, has_takeaway=True), StepKind.DONE, None),
        (week(REVIEWING, has_takeaway=True, review=REVIEWS[2]), StepKind.HELP, 7),
        (week(REVIEWING, log_id=4, review=REVIEWS[1]), StepKind.REVIEW, 7),
        (week(REVIEWING, log_id=4, answer=Answer.OUT, review=REVIEWS[1]), StepKind.REVIEW, 7),
        (week(REVIEWING, log_id=4, review=REVIEWS[2]), StepKind.HELP, 7),
        (week(REVIEWING, log_id=4, answer=Answer.OUT, review=REVIEWS[2]), StepKind.DONE, None),
        (week(REVIEWING, log_id=4, review=REVIEWS[3]), StepKind.DONE, None),
        (week(REVIEWING, answer=Answer.IN), StepKind.LATE, 7),
        (week(REVIEWING, has_draft=True), StepKind.LATE, 7),
        (week(REVIEWING), StepKind.LATE, 7),
        (week(REVIEWING, review=REVIEWS[2]), StepKind.HELP, 7),
        (week(REVIEWING, is_newest=False), StepKind.DONE, None),
        (week(REVIEWING, answer=Answer.OUT), StepKind.DONE, None),
        (week(CLOSED, answer=Answer.IN), StepKind.DONE, None),
        (week(CLOSED, has_draft=True), StepKind.LATE, 7),
    ],
)
def test_the_step_in_a_week(one: MemberWeek, kind: StepKind, due: int | None) -> None:
    step = next_step([one], THEN)
    assert step.kind is kind
    assert step.due == (NOW + due * DAY if due else None)


def test_of_a_log_and_a_review_the_one_that_is_due_first_comes_first() -> None:
    log = week(id=2, answer=Answer.IN)
    review = week(REVIEWING, log_id=4, review=REVIEWS[1])
    assert next_step([log, review], THEN).kind is StepKind.WRITE
    soon = replace(review, reviews_due=NOW + DAY)
    assert next_step([log, soon], THEN).kind is StepKind.REVIEW


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        (THEN, StepKind.JOIN),
        (JOINED, StepKind.WAIT),
        (NextPost(), StepKind.WAIT),
        (NextPost(is_on_its_way=True), StepKind.WAIT),
    ],
)
def test_before_the_first_post_members_join_and_then_wait(then: NextPost, kind: StepKind) -> None:
    assert next_step([], then) == NextStep(kind, then=then)
    assert next_step([week(WeekState.PLANNED)], then) == NextStep(StepKind.WAIT, then=then)


def test_a_club_that_has_not_begun_comes_after_a_week_to_join() -> None:
    soon = NextPost(NOW + DAY)
    assert urgency(next_step([week()], THEN)) < urgency(next_step([], replace(soon, at=NOW + 6 * DAY)))
    assert urgency(next_step([], soon)) < urgency(next_step([week(answer=Answer.OUT)], THEN))


@given(st.lists(st.sampled_from(STATES), max_size=4), st.randoms())
def test_among_several_weeks_there_is_one_step(states: list[tuple[object, ...]], luck: Random) -> None:
    weeks = [replace(in_state(state), id=number) for number, state in enumerate(states, start=1)]
    mixed = list(weeks)
    luck.shuffle(mixed)
    step = next_step(weeks, THEN)
    assert step == next_step(mixed, THEN)
    assert is_accepted(step)
    assert all(urgency(step) <= urgency(next_step([one], THEN)) for one in weeks)
