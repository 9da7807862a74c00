"""The pool decides which log a member reviews next, whether they owe a review or volunteer."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from bot.core.reviews.pairs import Pair, may_reciprocate, shuffled
from bot.core.reviews.reallocation import DutyState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

Urgency: TypeAlias = "tuple[bool | int | datetime | bytes, ...]"
LATE_AUTHOR_OWES = 1  # review: a late log joins the pool after reviewers were assigned


@dataclass(frozen=True, slots=True)
class PooledLog:
    """A log in the pool. `reviewers` have reviewed it; `assigned` ones have to, or have started.

    `since` is when it was posted. `is_offered` means that somebody else was offered it and may be reading it.
    Others may still take it up, but among logs in equal need another one is offered first.
    """

    author: int
    since: datetime
    reviewers: frozenset[int] = frozenset()
    assigned: frozenset[int] = frozenset()
    is_offered: bool = False

    @property
    def has_nobody(self) -> bool:
        return not self.reviewers and not self.assigned


def pool_order(
    logs: Iterable[PooledLog],
    member: int,
    blocks: Collection[Collection[int]] = (),
    *,
    even_mutual: bool = True,
    secret: str = "",
) -> tuple[int, ...]:
    """Return the authors of the logs that the member may take up now; the first is the one to offer first.

    Logs without any review come first, then those with the fewest reviews, done or assigned, then the oldest. Excluded
    are the member's own log, logs that they reviewed or are assigned, and logs of blocked members.

    From five logs on, the member is not offered a log whose author reviews theirs. The one exception is a log that has
    nobody at all, because a mutual review is better than none. It comes after all others without a review.
    `even_mutual=False` removes this exception.

    With a `secret`, as in anonymous clubs, the order reveals nothing about who reviews whom. It depends only on the
    secret and on what everyone sees, which is how many reviews a log has.
    """
    week = list(logs)
    mutual = frozenset[int]() if secret else _reviewers_of(week, member)
    blocked = {other for block in blocks if member in block for other in block}
    offered = [
        log
        for log in week
        if log.author != member and log.author not in blocked
        if member not in log.reviewers and member not in log.assigned
        if log.author not in mutual or (even_mutual and log.has_nobody)
    ]
    return tuple(log.author for log in sorted(offered, key=lambda log: _urgency(log, mutual, member, secret)))


def next_review(
    member: int,
    duties: Mapping[Pair, DutyState],
    logs: Sequence[PooledLog],
    blocks: Collection[Collection[int]] = (),
    *,
    freed: Collection[int] = (),
    secret: str = "",
) -> int | None:
    """Return whose log `/review next` opens: one the member has started, one assigned to them, or one from the pool.

    In the pool, logs of `freed` authors come first: the member was assigned to review them, and nobody has taken them
    over. Members who have done their own reviews may take up one more in this way, and then another. Returns None when
    nothing is left.
    """
    urgency = {log.author: _urgency(log, frozenset(), member, secret) for log in logs}
    mine = [
        (state is not DutyState.STARTED, urgency[pair.author], pair.author)
        for pair, state in duties.items()
        if pair.reviewer == member and state is not DutyState.DONE and pair.author in urgency
    ]
    if mine:
        return min(mine)[-1]
    offered = pool_order(logs, member, blocks, secret=secret)
    return next((author for author in offered if author in freed), offered[0] if offered else None)


def to_ask(
    logs: Sequence[PooledLog], ready: Collection[int], blocks: Collection[Collection[int]], seed: str
) -> tuple[Pair, ...]:
    """Return whom to ask by name for the logs that have nobody, when reviews go to the pool. They may decline.

    `ready` are members who have done their own reviews. Each is asked about at most one log, and each log is offered to
    one member. Logs with the fewest candidates go first. A member whose log its author reviews is asked only if nobody
    else is left.
    """
    order = shuffled(ready, seed)
    offers = {member: pool_order(logs, member, blocks) for member in order}
    alone = [log.author for log in logs if log.has_nobody]
    choice = {author: [member for member in order if author in offers[member]] for author in alone}
    asked: dict[int, int] = {}
    for author in sorted(alone, key=lambda author: (len(choice[author]), author)):
        free = [member for member in choice[author] if member not in asked]
        if free:
            asked[min(free, key=lambda member: author in _reviewers_of(logs, member))] = author
    return tuple(sorted(Pair(member, author) for member, author in asked.items()))


def duty_of_late(
    author: int, logs: Sequence[PooledLog], blocks: Collection[Collection[int]] = (), secret: str = ""
) -> tuple[Pair, ...]:
    """Return the review that the author of a late log owes: of the log at the head of the pool. Empty if none fits."""
    heads = pool_order(logs, author, blocks, even_mutual=False, secret=secret)[:LATE_AUTHOR_OWES]
    return tuple(Pair(author, head) for head in heads)


def _reviewers_of(week: Sequence[PooledLog], member: int) -> frozenset[int]:
    """Return who reviews, or is assigned, the member's own log, if that matters at this size."""
    if may_reciprocate(len(week)):
        return frozenset()
    own = [log.reviewers | log.assigned for log in week if log.author == member]
    return frozenset().union(*own)


def _urgency(log: PooledLog, mutual: Collection[int], member: int, secret: str) -> Urgency:
    if secret:
        return len(log.reviewers), blake2b(f"{secret}:{member}:{log.author}".encode(), digest_size=8).digest()
    known = len(log.reviewers) + len(log.assigned)
    return bool(log.reviewers), log.author in mutual, known + log.is_offered, log.since, log.author
