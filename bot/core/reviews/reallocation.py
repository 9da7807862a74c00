"""Reassigns reviews when somebody drops out, and frees them when the end of the week comes near."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.reviews.pairs import Pair, may_reciprocate, shuffled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

RELEASED_BEFORE_END = timedelta(days=1)
VOLUNTEER_KEEPS = timedelta(hours=2)
MOST_EXTRA = 1  # reviews over the share that somebody may be assigned without asking for them


class DutyState(StrEnum):
    """The states of an assigned review: `OPEN` until any of it is saved, `DONE` once it is posted."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reallocation:
    """Changes to the pairs: `freed` ones end, `taken` ones are new. Logs in `pooled` lost a reviewer and found none."""

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
    """Return what changes once members are `away` (can't this week) or `gone` (left the server).

    Their open reviews are freed, and so are those of a log whose author is gone; members who are away keep their
    reviewers. A freed review goes to the author (of `authors`, who have a log this week) with the fewest open reviews.
    Excluded are the log's own author, anybody blocked, already assigned or with more than the `share` already and, from
    five logs on, anybody whom that author reviews. If nobody fits, the log is pooled. Reviews that were started never
    change, and calling this again changes nothing.
    """
    out = {*away, *gone}
    freed = sorted(pair for pair in duties if _falls_away(pair, duties[pair], out, gone))
    now = {pair: state for pair, state in duties.items() if pair not in set(freed)}
    ready, reviewers = shuffled(set(authors) - out, seed), Counter(pair.author for pair in now)
    forbidden = {pair for one, other in map(tuple, blocks) for pair in (Pair(one, other), Pair(other, one))}
    may_reverse = may_reciprocate(len(set(authors)))
    taken: list[Pair] = []
    pooled: list[int] = []
    slots = [pair.author for pair in freed if pair.author not in gone]
    for author in sorted(slots, key=lambda author: (reviewers[author], author)):
        fitting = [
            pair
            for pair in (Pair(member, author) for member in ready if member != author)
            if pair not in now and pair not in forbidden and (may_reverse or pair.reversed not in now)
        ]
        pair = _least_busy(fitting, now, share + MOST_EXTRA)
        if pair:
            taken.append(pair)
            now[pair] = DutyState.OPEN
        else:
            pooled.append(author)
    return Reallocation(tuple(freed), tuple(taken), tuple(pooled))


def has_lapsed(taken_up: datetime, now: datetime) -> bool:
    """Return whether a volunteer who has saved nothing yet no longer keeps others from the review.

    They may have looked at the form and closed it. What they send later still counts.
    """
    # A time in the future was stored while the clock was wrong.
    return abs(now - taken_up) >= VOLUNTEER_KEEPS


def release_at(logs_due: datetime, reviews_due: datetime) -> datetime:
    """Return when unstarted reviews go to the pool: a day before the end, but reviewers get at least half the time."""
    return max(reviews_due - RELEASED_BEFORE_END, logs_due + (reviews_due - logs_due) / 2)


def released(
    duties: Mapping[Pair, DutyState], now: datetime, logs_due: datetime, reviews_due: datetime
) -> tuple[Pair, ...]:
    """Return the pairs that are in the pool by now: nobody is bound to them, and anybody may take them up."""
    if now < release_at(logs_due, reviews_due):
        return ()
    return tuple(sorted(pair for pair, state in duties.items() if state is DutyState.OPEN))


def _falls_away(pair: Pair, state: DutyState, out: Collection[int], gone: Collection[int]) -> bool:
    return state is DutyState.OPEN and (pair.reviewer in out or pair.author in gone)


def _least_busy(fitting: Sequence[Pair], duties: Mapping[Pair, DutyState], most: int) -> Pair | None:
    """Return the first pair whose reviewer has the fewest reviews, counting open ones first, and fewer than `most`."""
    has = Counter(pair.reviewer for pair in duties)
    undone = Counter(pair.reviewer for pair, state in duties.items() if state is not DutyState.DONE)
    free = [pair for pair in fitting if has[pair.reviewer] < most]
    return min(free, key=lambda pair: (undone[pair.reviewer], has[pair.reviewer]), default=None)
