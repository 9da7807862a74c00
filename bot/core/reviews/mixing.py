"""Hides who reviews whom: everyone gives and gets as many reviews as on a ring, but there is no ring."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.core.reviews.pairs import Pair, Reluctance, may_reciprocate

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

EXCHANGES = 20  # tried per review
MOST_EXCHANGES = 20_000


def mixed(pairs: Collection[Pair], recent: Sequence[Collection[Pair]], seed: str) -> tuple[Pair, ...]:
    """Return pairs in which each member gives and gets as many reviews as before, but with other members.

    On a ring, one of the two members whom you review always reviews the other. So members could guess more from their
    own pairs. Here, two reviews at a time exchange their authors, as long as nobody reviews themselves, no two review
    each other where that is avoided, and no more pairs of recent weeks return.
    """
    edges, taken = sorted(pairs), set(pairs)
    reluctance = Reluctance.of(recent, ())
    may_reverse = may_reciprocate(len({member for pair in edges for member in pair}))
    for attempt in range(min(EXCHANGES * len(edges), MOST_EXCHANGES) if len(edges) > 1 else 0):
        one, other = _two_of(len(edges), f"{seed}:{attempt}")
        old = (edges[one], edges[other])
        new = (Pair(old[0].reviewer, old[1].author), Pair(old[1].reviewer, old[0].author))
        rest = taken.difference(old)
        if _fits(new, rest, may_reverse=may_reverse) and reluctance.against(new) <= reluctance.against(old):
            edges[one], edges[other] = new
            taken = rest.union(new)
    return tuple(sorted(edges))


def _two_of(count: int, seed: str) -> tuple[int, int]:
    """Return two different positions; any two are equally likely."""
    digest = blake2b(seed.encode(), digest_size=16).digest()
    one = int.from_bytes(digest[:8]) % count
    return one, (one + 1 + int.from_bytes(digest[8:]) % (count - 1)) % count


def _fits(new: Sequence[Pair], rest: Collection[Pair], *, may_reverse: bool) -> bool:
    if any(pair.reviewer == pair.author or pair in rest for pair in new):
        return False
    return may_reverse or not any(pair.reversed in rest or pair.reversed in new for pair in new)
