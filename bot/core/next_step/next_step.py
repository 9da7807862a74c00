"""The one rule that says what a member should do next. Every answer to "what now?" comes from here. Pure.

Nobody is told to do what the bot would refuse: each kind of step has one action, and the facts say that it is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING

from bot.core.weeks.week import Answer, WeekState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

LOGS_OPEN = {WeekState.POSTED, WeekState.READING}


class StepKind(StrEnum):
    """What to do, the most urgent first."""

    REVIEW = "review"  # a log that is theirs to review
    WRITE = "write"  # their log, because they are in or have begun one
    JOIN = "join"
    LATE = "late"  # write a log although logs are closed
    HELP = "help"  # review a log that has nobody, if they like
    EDIT = "edit"  # their log, while they can
    REST = "rest"  # nothing: they can't this week
    DONE = "done"
    WAIT = "wait"  # for a week to be posted


# Both have a deadline that others count on, so the earlier one comes first.
FIRST = {StepKind.REVIEW, StepKind.WRITE}
RANKS = {kind: 0 if kind in FIRST else rank for rank, kind in enumerate(StepKind)}


@dataclass(frozen=True, slots=True)
class OfferedReview:
    """The log that the member may review next in a week in review.

    `is_theirs` if it is assigned to them, was, or they began it. `is_needed` if nobody else is known to review it.
    """

    log_id: int
    author: int
    is_theirs: bool
    is_needed: bool


@dataclass(frozen=True, slots=True)
class MemberWeek:
    """A week of a club, as it concerns one member. `key` marks its post.

    `is_readable` says whether the catalog still has its paper. `log_id` is the member's log, and `has_draft` means that
    they have typed more since. With a takeaway, a log is welcome, but nobody asks for it.
    """

    id: int
    number: int | None
    key: str
    paper_key: str | None
    state: WeekState
    logs_due: datetime | None
    reviews_due: datetime | None
    is_newest: bool = False
    is_readable: bool = True
    answer: Answer | None = None
    log_id: int | None = None
    has_draft: bool = False
    has_takeaway: bool = False
    review: OfferedReview | None = None


@dataclass(frozen=True, slots=True)
class NextPost:
    """The club's next post. It has no date while the club is paused, or if it `is_on_its_way`.

    `has_joined` says whether the member is in for its week already.
    """

    at: datetime | None = None
    is_on_its_way: bool = False
    has_joined: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and in which week; None before the club's first one. `then` is what comes by itself."""

    kind: StepKind
    week: MemberWeek | None = None
    then: NextPost = NextPost()

    @property
    def is_log_optional(self) -> bool:
        """Whether a member who is done could still write a log, beside their takeaway."""
        week = self.week
        if week is None or self.kind is not StepKind.DONE or week.log_id is not None:
            return False
        return week.has_takeaway and week.is_readable and week.state is not WeekState.CLOSED

    @property
    def due(self) -> datetime | None:
        """Until when it can be done in time."""
        if self.week is None or self.kind in {StepKind.REST, StepKind.DONE}:
            return None
        is_before_reviews = self.kind in {StepKind.WRITE, StepKind.JOIN, StepKind.EDIT}
        return self.week.logs_due if is_before_reviews else self.week.reviews_due


def next_step(weeks: Iterable[MemberWeek], then: NextPost) -> NextStep:
    """Return the most urgent step in a club's weeks. Before the first one is posted, members can join it."""
    found = list(weeks)
    if not found and then.at and not then.has_joined:
        return NextStep(StepKind.JOIN, then=then)
    steps = [NextStep(kind, week, then) for week in found if (kind := _kind_in(week)) is not StepKind.WAIT]
    return min(steps, key=urgency, default=NextStep(StepKind.WAIT, then=then))


def urgency(step: NextStep) -> tuple[float, ...]:
    """Return the sort key: the most urgent step first. Of two that wait for nothing, the newer week's comes first."""
    due = step.due if step.week else step.then.at
    return (RANKS[step.kind], due.timestamp() if due else inf, -(step.week.id if step.week else 0))


def _kind_in(week: MemberWeek) -> StepKind:
    if week.state in LOGS_OPEN:
        return _while_logs_are_open(week)
    if week.state is WeekState.REVIEWING:
        return _while_in_review(week)
    if week.state is WeekState.CLOSED:
        unfinished = week.is_newest and week.has_draft and week.log_id is None and week.is_readable
        return StepKind.LATE if unfinished else StepKind.DONE
    return StepKind.WAIT


def _while_logs_are_open(week: MemberWeek) -> StepKind:
    if week.log_id is None and week.answer is Answer.OUT and not week.has_takeaway:
        return StepKind.REST
    if week.has_draft and week.is_readable:
        return StepKind.WRITE
    if week.log_id is not None:
        return StepKind.EDIT
    if week.has_takeaway or not week.is_readable:
        return StepKind.DONE
    return StepKind.WRITE if week.answer is Answer.IN else StepKind.JOIN


def _while_in_review(week: MemberWeek) -> StepKind:
    """Writing a late log comes before helping others, but only a member who meant to write one is reminded of it."""
    review = week.review
    if review and review.is_theirs:
        return StepKind.REVIEW
    may_write = week.log_id is None and week.is_readable
    if may_write and (week.has_draft or (week.answer is Answer.IN and not week.has_takeaway)):
        return StepKind.LATE
    if week.answer is Answer.OUT:
        return StepKind.DONE
    if review and review.is_needed:
        return StepKind.HELP
    return StepKind.LATE if may_write and week.is_newest and not week.has_takeaway else StepKind.DONE
