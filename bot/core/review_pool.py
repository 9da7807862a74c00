"""The pool: which log a member reviews next, owed or out of good will."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from bot.core.review_duties import DutyState
from bot.core.review_pairs import Pair, may_reciprocate, shuffled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

Urgency: TypeAlias = "tuple[bool | int | datetime | bytes, ...]"
LATE_AUTHOR_OWES = 1  # review: a late log joins the pool after reviewers were named


@dataclass(frozen=True, slots=True)
class PooledLog:
    """A log as the pool sees it; `reviewers` have reviewed it, `assigned` ones are to, or have begun.

    `since` is when it was posted. `is_looked_at` while somebody else may be reading it with a review in mind: that
    keeps nobody from it, but of logs in equal need another one is offered first.
    """

    author: int
    since: datetime
    reviewers: frozenset[int] = frozenset()
    assigned: frozenset[int] = frozenset()
    is_looked_at: bool = False

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
    """The authors of the logs that the member may take up now, the one to offer first in front.

    Logs without any review come first, then those with the fewest reviews, done or assigned, then the oldest. Never
    the member's own, one that they reviewed or are assigned, or one of somebody blocked. From five logs on the member
    is not offered a log whose author reviews theirs, with one exception, behind all others without a review: a log
    that has nobody at all, because no review is worse than a mutual one. `even_mutual=False` takes that back.

    With a `secret`, as in anonymous clubs, the order says nothing about who reviews whom: it follows from what all see,
    which is how many reviews a log has, and from the secret.
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
    """Whose log `/review next` opens: one that the member has begun, one assigned to them, else one of the pool.

    There, logs of `freed` authors come first: the member was to review them, and nobody has taken their place. Anybody
    who has done their own may take up one more so, and after it another. None when nothing is left.
    """
    urgency = {log.author: _urgency(log, frozenset(), member, secret) for log in logs}
    mine = [
        (state is not DutyState.BEGUN, urgency[pair.author], pair.author)
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
    """Whom to ask by name, when reviews go to the pool, for the logs that have nobody: a question, not a duty.

    `ready` are members who have done what was theirs. Each is asked for one log at most and each log of one member,
    those with the fewest to choose from first, and somebody whose log its author reviews only where no one else is.
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
    """The review that the author of a late log owes: of the log at the head of the pool; nothing where none fits."""
    heads = pool_order(logs, author, blocks, even_mutual=False, secret=secret)[:LATE_AUTHOR_OWES]
    return tuple(Pair(author, head) for head in heads)


def _reviewers_of(week: Sequence[PooledLog], member: int) -> frozenset[int]:
    """Who reviews, or is to review, the member's own log, where that matters."""
    if may_reciprocate(len(week)):
        return frozenset()
    own = [log.reviewers | log.assigned for log in week if log.author == member]
    return frozenset().union(*own)


def _urgency(log: PooledLog, mutual: Collection[int], member: int, secret: str) -> Urgency:
    if secret:
        return len(log.reviewers), blake2b(f"{secret}:{member}:{log.author}".encode(), digest_size=8).digest()
    known = len(log.reviewers) + len(log.assigned)
    return bool(log.reviewers), log.author in mutual, known + log.is_looked_at, log.since, log.author
