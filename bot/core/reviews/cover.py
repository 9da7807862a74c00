"""Assigns reviewers when blocked members leave no ring: coverage first, then as evenly as possible."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from bot.core.reviews.pairs import Pair, Reluctance, may_reciprocate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Neighbours: TypeAlias = "Mapping[int, Sequence[int]]"


def around_blocks(
    members: Sequence[int], wanted: Iterable[Pair], share: int, reluctance: Reluctance
) -> tuple[Pair, ...]:
    """Return pairs without blocked ones, from a ring of one review each that has some.

    Every log that can have a reviewer gets one, even if somebody must then give more than the share. From five members
    on, no two review each other. After that, shares are filled up, starting with those who have the fewest.
    """
    allowed = {
        member: [other for other in members if other != member and not reluctance.forbids(Pair(member, other))]
        for member in members
    }
    pairs = {pair for pair in wanted if not reluctance.forbids(pair)}
    may_reverse = may_reciprocate(len(members))
    covered = {pair.author for pair in pairs}
    for log in members:
        if log not in covered:
            _cover(log, pairs, allowed, may_reverse=may_reverse)
    _fill(pairs, allowed, share, reluctance, may_reverse=may_reverse)
    return tuple(sorted(pairs))


def _cover(log: int, pairs: set[Pair], allowed: Neighbours, *, may_reverse: bool) -> None:
    """Find the log a reviewer through the shortest chain in which one member's reviewer is exchanged for another.

    Each log has at most one reviewer so far. Two members share at most one review. So the log may take over, reversed,
    a review that its author gives, if the log that loses it finds another: an augmenting path, breadth first.
    """
    given = Counter(pair.reviewer for pair in pairs)
    loser: dict[int, int | None] = {log: None}  # for each log, the one that takes over its reviewer
    queue = [log]
    for author in queue:
        others = [other for other in allowed[author] if other != loser[author]]
        free = [other for other in others if may_reverse or Pair(author, other) not in pairs]
        if free:
            pairs.add(Pair(min(free, key=lambda other: given[other]), author))
            _hand_on(author, pairs, loser)
            return
        queue += [other for other in others if other not in loser]
        loser |= {other: author for other in others if other not in loser}


def _hand_on(covered: int, pairs: set[Pair], loser: Mapping[int, int | None]) -> None:
    """Reverse the reviews on the way back to the log that the search started with."""
    while (before := loser[covered]) is not None:
        pairs.discard(Pair(before, covered))
        pairs.add(Pair(covered, before))
        covered = before


def _fill(pairs: set[Pair], allowed: Neighbours, share: int, reluctance: Reluctance, *, may_reverse: bool) -> None:
    """Add one review to each log that has fewer than the share, least reviewed first, round by round."""
    given = Counter(pair.reviewer for pair in pairs)
    got = Counter(pair.author for pair in pairs)
    for _ in range(share):
        for author in sorted(allowed, key=lambda member: got[member]):
            fitting = [
                Pair(other, author)
                for other in allowed[author]
                if got[author] < share and given[other] < share and Pair(other, author) not in pairs
                if may_reverse or Pair(author, other) not in pairs
            ]
            if fitting:
                pair = min(fitting, key=lambda pair: (given[pair.reviewer], reluctance.weights.get(pair, 0)))
                pairs.add(pair)
                given[pair.reviewer] += 1
                got[author] += 1
