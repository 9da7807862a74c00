"""Who may review whom, how many reviews a club's size allows, and what a pair costs."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

RECIPROCITY_FREE_FROM = 5  # logs; with fewer, two reviews each always make some pair review each other
MEMORY = 8  # weeks; older pairs count as new
# One blocked pair outweighs any number of repeated ones.
FORBIDDEN = 1e6


class Pair(NamedTuple):
    """One review: who writes it and whose log it is about. Both are members' ids."""

    reviewer: int
    author: int

    @property
    def reversed(self) -> Pair:
        return Pair(self.author, self.reviewer)


@dataclass(frozen=True, slots=True)
class Reluctance:
    """The cost of pairs: blocked ones, and those of recent weeks. The more recent, the higher the cost."""

    weights: Mapping[tuple[int, int], float]

    @classmethod
    def of(cls, recent: Sequence[Collection[Pair]], blocks: Iterable[Collection[int]]) -> Reluctance:
        """Create one from the pairs of `recent` weeks (newest week first) and `blocks` (pairs of members).

        A week costs twice as much as the week before it. So in a small club, where pairs must repeat, the oldest ones
        repeat. The reverse of a pair counts as new, because its members swap roles.
        """
        weights: dict[tuple[int, int], float] = {}
        for ago, pairs in enumerate(recent[:MEMORY]):
            for pair in pairs:
                weights[pair] = weights.get(pair, 0) + 2.0 ** (MEMORY - ago)
        for one, other in map(tuple, blocks):
            weights[Pair(one, other)] = weights[Pair(other, one)] = FORBIDDEN
        return cls(weights)

    def against(self, pairs: Iterable[Pair]) -> float:
        return sum(self.weights.get(pair, 0) for pair in pairs)

    def forbids(self, pair: Pair) -> bool:
        return self.weights.get(pair, 0) >= FORBIDDEN


def share_of(logs: int, per_member: int) -> int:
    """Return how many reviews each author gives and gets: `per_member`, or as many as the number of logs allows.

    On a ring, two members review each other if their distances, 1 to the share, add up to its length. From five members
    on, the share therefore stays under half of them.
    """
    most = logs - 1 if may_reciprocate(logs) else (logs - 1) // 2
    return max(0, min(per_member, most))


def may_reciprocate(logs: int) -> bool:
    """Return whether, with so few authors, two may be assigned each other's logs."""
    return logs < RECIPROCITY_FREE_FROM


def shuffled(members: Iterable[int], seed: str) -> list[int]:
    """Shuffle by a hash keyed with the seed: the same order on every machine, whatever order the members come in."""
    return sorted(members, key=lambda member: (blake2b(f"{seed}:{member}".encode(), digest_size=8).digest(), member))
