"""What becomes of assigned reviews when somebody drops out, and when the end of the week comes near."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.review_pairs import Pair, may_reciprocate, shuffled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

RELEASED_BEFORE_END = timedelta(days=1)
VOLUNTEER_KEEPS = timedelta(hours=2)
MOST_EXTRA = 1  # reviews over the share that somebody is named for without having asked


class DutyState(StrEnum):
    """`OPEN` until something of the review is kept, `DONE` once it is posted."""

    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reallocation:
    """`freed` pairs are off, `taken` ones are new, and each log in `pooled` lost a reviewer and found none."""

    freed: tuple[Pair, ...]
    taken: tuple[Pair, ...]
    pooled: tuple[int, ...]


def reallocate(
    duties: Mapping[Pair, DutyState],
    authors: Collection[int],
    *,
    away: Collection[int],
    gone: Collection[int],
    share: int,
    blocks: Collection[Collection[int]],
    seed: str,
) -> Reallocation:
    """What changes once members are `away` (can't this week) or `gone` (left the server).

    Their open reviews are freed, and so are those of a log whose author is gone; somebody away keeps their reviewers.
    A freed review goes to the author (of `authors`, who have a log this week) with the fewest open duties: never to
    the log's own author, to somebody blocked or already assigned, nor, from five logs on, to somebody whom that author
    reviews; and to nobody who would then have more than one over the `share`. Where none fits the log is pooled.
    What has begun never changes, and asking again changes nothing.
    """
    out = {*away, *gone}
    freed = sorted(pair for pair in duties if _falls_away(pair, duties[pair], out, gone))
    now = {pair: state for pair, state in duties.items() if pair not in set(freed)}
    ready, reviewers = shuffled(set(authors) - out, seed), Counter(pair.author for pair in now)
    forbidden = {pair for one, other in map(tuple, blocks) for pair in (Pair(one, other), Pair(other, one))}
    may_turn = may_reciprocate(len(set(authors)))
    taken: list[Pair] = []
    pooled: list[int] = []
    slots = [pair.author for pair in freed if pair.author not in gone]
    for author in sorted(slots, key=lambda author: (reviewers[author], author)):
        fitting = [
            pair
            for pair in (Pair(member, author) for member in ready if member != author)
            if pair not in now and pair not in forbidden and (may_turn or pair.turned not in now)
        ]
        pair = _least_busy(fitting, now, share + MOST_EXTRA)
        if pair:
            taken.append(pair)
            now[pair] = DutyState.OPEN
        else:
            pooled.append(author)
    return Reallocation(tuple(freed), tuple(taken), tuple(pooled))


def has_lapsed(taken_up: datetime, now: datetime) -> bool:
    """Whether somebody who took a review up of their own accord, and has kept nothing of it yet, keeps others from it
    no longer: a form may have been looked at and put away. What they send later counts all the same.
    """
    # A time to come is that of a clock which was wrong.
    return abs(now - taken_up) >= VOLUNTEER_KEEPS


def release_at(logs_due: datetime, reviews_due: datetime) -> datetime:
    """When unstarted reviews go to the pool: a day before the end, but reviewers have half the time at least."""
    return max(reviews_due - RELEASED_BEFORE_END, logs_due + (reviews_due - logs_due) / 2)


def released(
    duties: Mapping[Pair, DutyState], now: datetime, logs_due: datetime, reviews_due: datetime
) -> tuple[Pair, ...]:
    """The pairs that go to the pool by now: nobody is bound to them any more, and anybody may take them up."""
    if now < release_at(logs_due, reviews_due):
        return ()
    return tuple(sorted(pair for pair, state in duties.items() if state is DutyState.OPEN))


def _falls_away(pair: Pair, state: DutyState, out: Collection[int], gone: Collection[int]) -> bool:
    return state is DutyState.OPEN and (pair.reviewer in out or pair.author in gone)


def _least_busy(fitting: Sequence[Pair], duties: Mapping[Pair, DutyState], most: int) -> Pair | None:
    """The first of those whose reviewer has the fewest duties, open ones before all, and fewer than `most`."""
    has = Counter(pair.reviewer for pair in duties)
    undone = Counter(pair.reviewer for pair, state in duties.items() if state is not DutyState.DONE)
    free = [pair for pair in fitting if has[pair.reviewer] < most]
    return min(free, key=lambda pair: (undone[pair.reviewer], has[pair.reviewer]), default=None)
