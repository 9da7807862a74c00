"""A week's logs and reviews as the rules see them: who has to write a review, and its state. Part of a transaction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.reviews.duties import Assignment, FreedReview, WeekDuties
from bot.core.reviews.pairs import Pair
from bot.core.reviews.pool import PooledLog
from bot.core.reviews.reallocation import DutyState, has_lapsed, release_at
from bot.core.reviews.review import Origin
from bot.core.weeks.week import WeekState
from bot.storage.paper_logs import rows as log_rows
from bot.storage.reviews import freed as freed_rows
from bot.storage.reviews import rows as review_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.review import Review
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class WeekAssignments:
    """A week's logs and reviews as the rules see them: one log per member, the one on the week's paper or else the
    member's first. Further logs are reviewed voluntarily.

    `logs` are by author, and `reviews` are reviews of these logs. `lapsed` ones were taken up and then left. `freed`
    ones were assigned to somebody before.
    """

    logs: dict[int, PaperLog]
    reviews: dict[Pair, Review]
    duties: dict[Pair, DutyState]
    lapsed: dict[Pair, Review]
    freed: tuple[FreedReview, ...] = ()

    @property
    def account(self) -> WeekDuties:
        assignments = [assignment_of(review, self.duties[pair]) for pair, review in self.reviews.items()]
        return WeekDuties(assignments, self.freed)

    @property
    def pool(self) -> list[PooledLog]:
        done: defaultdict[int, set[int]] = defaultdict(set)
        undone: defaultdict[int, set[int]] = defaultdict(set)
        for pair, state in self.duties.items():
            (done if state is DutyState.DONE else undone)[pair.author].add(pair.reviewer)
        return [
            PooledLog(author, log.written_at, frozenset(done[author]), frozenset(undone[author]))
            for author, log in self.logs.items()
        ]


async def assignments_of(connection: AsyncConnection, week: Week, now: datetime) -> WeekAssignments:
    """The current state. A review with a draft counts as started."""
    logs: dict[int, PaperLog] = {}
    for log in await log_rows.logs_of_week(connection, week.id):
        if log.author_id not in logs or log.paper_key == week.paper_key:
            logs[log.author_id] = log
    meant = {log.id for log in logs.values()}
    reviews = {
        Pair(review.reviewer_id, review.author_id): review
        for review in await review_rows.reviews_of_week(connection, week.id)
        if review.log_id in meant
    }
    with_draft = await review_rows.drafted_in_week(connection, week.id)
    lapsed = {pair: review for pair, review in reviews.items() if is_put_away(review, with_draft, now)}
    kept = {pair: review for pair, review in reviews.items() if pair not in lapsed}
    duties = {pair: state_of(review, with_draft) for pair, review in kept.items()}
    freed = [one for one in await freed_rows.freed_in_week(connection, week.id) if one.log_id in meant]
    return WeekAssignments(logs, kept, duties, lapsed, tuple(freed))


def is_put_away(review: Review, with_draft: Collection[tuple[int, int]], now: datetime) -> bool:
    """Whether it was taken up long ago and has no draft, so that it is nobody's any more."""
    untouched = not review.is_written and (review.log_id, review.reviewer_id) not in with_draft
    return untouched and review.origin is Origin.TAKEN and has_lapsed(review.assigned_at, now)


def is_released(week: Week, now: datetime) -> bool:
    """Whether anyone may take any review of the week."""
    dates = week.dates
    return week.state is WeekState.CLOSED or (
        dates is not None and now >= release_at(dates.logs_due, dates.reviews_due)
    )


def state_of(review: Review, with_draft: Collection[tuple[int, int]]) -> DutyState:
    """`with_draft` are (log id, reviewer) of reviews with a draft."""
    if review.is_written:
        return DutyState.DONE
    return DutyState.STARTED if (review.log_id, review.reviewer_id) in with_draft else DutyState.OPEN


def assignment_of(review: Review, state: DutyState) -> Assignment:
    return Assignment(review.reviewer_id, review.author_id, review.log_id, state, review.origin is Origin.GIVEN)
