"""Reviewers where members who must not meet leave no ring: coverage first, then as even as can be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from bot.core.review_pairs import Pair, Reluctance, may_reciprocate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Neighbours: TypeAlias = "Mapping[int, Sequence[int]]"


def around_blocks(
    members: Sequence[int], wanted: Iterable[Pair], share: int, reluctance: Reluctance
) -> tuple[Pair, ...]:
    """Pairs without forbidden ones, from a ring of one review each that has some.

    Every log that can have a reviewer, without two reviewing each other from five members on, has one, even if
    somebody must give more than the share for it. Then shares are filled up, first for whoever has least.
    """
    allowed = {
        member: [other for other in members if other != member and not reluctance.forbids(Pair(member, other))]
        for member in members
    }
    pairs = {pair for pair in wanted if not reluctance.forbids(pair)}
    may_turn = may_reciprocate(len(members))
    covered = {pair.author for pair in pairs}
    for log in members:
        if log not in covered:
            _cover(log, pairs, allowed, may_turn=may_turn)
    _fill(pairs, allowed, share, reluctance, may_turn=may_turn)
    return tuple(sorted(pairs))


def _cover(log: int, pairs: set[Pair], allowed: Neighbours, *, may_turn: bool) -> None:
    """Find the log a reviewer, in the shortest chain in which one member's reviewer is exchanged for another.

    Each log has at most one reviewer yet. Two members share at most one review, so the log may take over a review that
    its author gives, turned around, if the log that loses it finds another: an augmenting path, breadth first.
    """
    given = Counter(pair.reviewer for pair in pairs)
    loser: dict[int, int | None] = {log: None}  # of each log, who takes its reviewer over
    queue = [log]
    for author in queue:
        others = [other for other in allowed[author] if other != loser[author]]
        free = [other for other in others if may_turn or Pair(author, other) not in pairs]
        if free:
            pairs.add(Pair(min(free, key=lambda other: given[other]), author))
            _hand_on(author, pairs, loser)
            return
        queue += [other for other in others if other not in loser]
        loser |= {other: author for other in others if other not in loser}


def _hand_on(covered: int, pairs: set[Pair], loser: Mapping[int, int | None]) -> None:
    """Turn the reviews around on the way back to the log that the search began with."""
    while (before := loser[covered]) is not None:
        pairs.discard(Pair(before, covered))
        pairs.add(Pair(covered, before))
        covered = before


def _fill(pairs: set[Pair], allowed: Neighbours, share: int, reluctance: Reluctance, *, may_turn: bool) -> None:
    """One more review for each log that has fewer than the share, the least reviewed first, round by round."""
    given = Counter(pair.reviewer for pair in pairs)
    got = Counter(pair.author for pair in pairs)
    for _ in range(share):
        for author in sorted(allowed, key=lambda member: got[member]):
            fitting = [
                Pair(other, author)
                for other in allowed[author]
                if got[author] < share and given[other] < share and Pair(other, author) not in pairs
                if may_turn or Pair(author, other) not in pairs
            ]
            if fitting:
                pair = min(fitting, key=lambda pair: (given[pair.reviewer], reluctance.weights.get(pair, 0)))
                pairs.add(pair)
                given[pair.reviewer] += 1
                got[author] += 1
