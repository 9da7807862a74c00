"""Who may review whom, how many reviews a club's size allows, and what speaks against a pair."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

RECIPROCITY_FREE_FROM = 5  # logs; with fewer, two reviews each cannot go round without a pair reviewing each other
MEMORY = 8  # weeks; older pairs count as new
# One forbidden pair outweighs any number of repeated ones.
FORBIDDEN = 1e6


class Pair(NamedTuple):
    """One review: who writes it, about whose log. Both are members' ids."""

    reviewer: int
    author: int

    @property
    def turned(self) -> Pair:
        return Pair(self.author, self.reviewer)


@dataclass(frozen=True, slots=True)
class Reluctance:
    """What speaks against pairs: forbidden ones, and those that met in recent weeks, the more the more recently."""

    weights: Mapping[tuple[int, int], float]

    @classmethod
    def of(cls, recent: Sequence[Collection[Pair]], blocks: Iterable[Collection[int]]) -> Reluctance:
        """`recent` holds the pairs of past weeks, the newest week first; `blocks` are pairs of members.

        A week counts twice the week before it, so that in a small club, where pairs must come back, those come back
        that lie longest ago. The other way around a pair is new: its members swap their parts.
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
    """How many reviews each of so many authors gives and gets: `per_member`, or what the size allows.

    On a ring, two members review each other when their distances, 1 to the share, add up to its length: from five
    members on the share therefore stays under half of them.
    """
    most = logs - 1 if may_reciprocate(logs) else (logs - 1) // 2
    return max(0, min(per_member, most))


def may_reciprocate(logs: int) -> bool:
    """Whether, among so few authors, two may be named each other's reviewers."""
    return logs < RECIPROCITY_FREE_FROM


def shuffled(members: Iterable[int], seed: str) -> list[int]:
    """By a hash keyed with the seed: the same order on every machine, in whatever order the members come."""
    return sorted(members, key=lambda member: (blake2b(f"{seed}:{member}".encode(), digest_size=8).digest(), member))
