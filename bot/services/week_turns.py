"""A week's logs and reviews as the rules see them: whose turn a review is, and how far it is. Part of a transaction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.duties import Assignment, Freed, WeekDuties
from bot.core.review_duties import DutyState, has_lapsed, release_at
from bot.core.review_pairs import Pair
from bot.core.review_pool import PooledLog
from bot.core.weeks import WeekState
from bot.storage import freed_reviews as freed_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage.reviews import Origin

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog
    from bot.storage.reviews import Review


@dataclass(frozen=True, slots=True)
class Turns:
    """A week's logs and reviews as the rules see them: one log a member, which is the one on the week's paper, or else
    the member's first. Further logs are reviewed by who likes to.

    `reviews` are those of the logs in `logs`, which are by author. `lapsed` ones were taken up and put away, `freed`
    ones were somebody's to write.
    """

    logs: dict[int, PaperLog]
    reviews: dict[Pair, Review]
    duties: dict[Pair, DutyState]
    lapsed: dict[Pair, Review]
    freed: tuple[Freed, ...] = ()

    @property
    def account(self) -> WeekDuties:
        turns = [assignment_of(review, self.duties[pair]) for pair, review in self.reviews.items()]
        return WeekDuties(turns, self.freed)

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


async def turns_of(connection: AsyncConnection, week: Week, now: datetime) -> Turns:
    """As things stand. A review of which a draft is kept counts as begun."""
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
    begun = await review_rows.begun_in_week(connection, week.id)
    lapsed = {pair: review for pair, review in reviews.items() if is_put_away(review, begun, now)}
    kept = {pair: review for pair, review in reviews.items() if pair not in lapsed}
    duties = {pair: state_of(review, begun) for pair, review in kept.items()}
    freed = [one for one in await freed_rows.freed_in_week(connection, week.id) if one.log_id in meant]
    return Turns(logs, kept, duties, lapsed, tuple(freed))


def is_put_away(review: Review, begun: Collection[tuple[int, int]], now: datetime) -> bool:
    """Whether it was taken up so long ago, and nothing kept of it, that it is nobody's turn."""
    untouched = not review.is_written and (review.log_id, review.reviewer_id) not in begun
    return untouched and review.origin is Origin.TAKEN and has_lapsed(review.assigned_at, now)


def is_released(week: Week, now: datetime) -> bool:
    """Whether anybody may take up any review of the week."""
    dates = week.dates
    return week.state is WeekState.CLOSED or (
        dates is not None and now >= release_at(dates.logs_due, dates.reviews_due)
    )


def state_of(review: Review, begun: Collection[tuple[int, int]]) -> DutyState:
    """`begun` are (log id, reviewer) of reviews of which something is kept."""
    if review.is_written:
        return DutyState.DONE
    return DutyState.BEGUN if (review.log_id, review.reviewer_id) in begun else DutyState.OPEN


def assignment_of(review: Review, state: DutyState) -> Assignment:
    return Assignment(review.reviewer_id, review.author_id, review.log_id, state, review.origin is Origin.GIVEN)
