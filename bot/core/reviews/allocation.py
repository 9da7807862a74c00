"""Assigns reviewers when logs close: a seeded ring, so that everyone gives and gets the same number of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.reviews.cover import around_blocks
from bot.core.reviews.pairs import Pair, Reluctance, share_of, shuffled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

SHUFFLES = 64
MOST_SWAPS = 4_000  # tried to improve the best shuffle; this bounds the time


def allocate(
    authors: Iterable[int],
    per_member: int,
    recent: Sequence[Collection[Pair]],
    blocks: Collection[Collection[int]],
    seed: str,
) -> tuple[Pair, ...]:
    """Return reviewers for the logs of `authors` (members' ids, in any order). The same input gives the same pairs.

    Everyone gives and gets `share_of` reviews, and nobody reviews themselves. From five members on, no two review each
    other. One member alone gets no review.

    `recent` (pairs of past weeks, newest week first) are avoided as far as possible. `blocks` (two members each, who
    must not meet) are always respected. If no ring with the full share avoids them, everyone has a smaller share. If no
    ring avoids them at all, `around_blocks` gives up evenness before coverage.
    """
    members = sorted(set(authors))
    here = set(members)
    meant = [block for block in map(frozenset, blocks) if block <= here and len(block) > 1]
    reluctance = Reluctance.of(recent, meant)
    share = share_of(len(members), per_member)
    ring: list[int] = []
    for steps in range(share, 0, -1):
        ring = _best_ring(members, steps, reluctance, seed)
        pairs = _pairs(ring, steps)
        if not meant or not any(map(reluctance.forbids, pairs)):
            return tuple(sorted(pairs))
    return around_blocks(ring, _pairs(ring, 1), share, reluctance) if share else ()


def _pairs(ring: Sequence[int], steps: int) -> list[Pair]:
    """Pair each member with the next ones on the ring, up to `steps` positions on."""
    size = len(ring)
    return [Pair(ring[at], ring[(at + step) % size]) for at in range(size) for step in range(1, steps + 1)]


def _best_ring(members: Sequence[int], steps: int, reluctance: Reluctance, seed: str) -> list[int]:
    """Return the best of many shuffles, improved by swapping positions as long as that helps."""
    best, least = list[int](), float("inf")
    for attempt in range(SHUFFLES):
        ring = shuffled(members, f"{seed}:{attempt}")
        cost = reluctance.against(_pairs(ring, steps))
        if cost < least:
            best, least = ring, cost
        if least == 0:
            return best
    tries = MOST_SWAPS
    while tries > 0:
        used, bettered = _sweep(best, steps, reluctance, tries)
        tries -= used
        if not bettered:
            break
    return best


def _sweep(ring: list[int], steps: int, reluctance: Reluctance, tries: int) -> tuple[int, bool]:
    """Move each member who is in a costly pair, worst first, to the first position that costs less.

    Returns how many swaps were tried, at most `tries`, and whether one helped.
    """
    size = len(ring)
    cost = [_cost_at(ring, at, steps, reluctance) for at in range(size)]
    used, bettered = 0, False
    for one in sorted((at for at in range(size) if cost[at]), key=lambda at: (-cost[at], at)):
        for other in (index % size for index in range(one + 1, one + size)):
            if used == tries:
                return used, bettered
            used += 1
            before = _cost_at(ring, one, steps, reluctance) + _cost_at(ring, other, steps, reluctance)
            ring[one], ring[other] = ring[other], ring[one]
            if _cost_at(ring, one, steps, reluctance) + _cost_at(ring, other, steps, reluctance) < before:
                bettered = True
                break
            ring[one], ring[other] = ring[other], ring[one]
    return used, bettered


def _cost_at(ring: Sequence[int], at: int, steps: int, reluctance: Reluctance) -> float:
    """Return the cost of the pairs that the member at this position is in.

    A pair between two swapped positions is counted at both, before and after: reversed, it may have another cost.
    """
    size, member = len(ring), ring[at]
    against = reluctance.weights.get
    cost = 0.0
    for step in range(1, steps + 1):
        cost += against((member, ring[(at + step) % size]), 0.0) + against((ring[at - step], member), 0.0)
    return cost
