"""Who reviews whom where nobody may work it out: as many reviews for each as on the ring, but no ring."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.core.review_pairs import Pair, Reluctance, may_reciprocate

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

EXCHANGES = 20  # tried for each review
MOST_EXCHANGES = 20_000


def mixed(pairs: Collection[Pair], recent: Sequence[Collection[Pair]], seed: str) -> tuple[Pair, ...]:
    """The same number of reviews given and got by each member, between others.

    On a ring, one of the two members whom you review always reviews the other: who knows their own part could guess
    more. Here two reviews at a time exchange their authors, as long as nobody reviews themselves, no two review each
    other where that is avoided, and no more pairs of recent weeks come back.
    """
    edges, taken = sorted(pairs), set(pairs)
    reluctance = Reluctance.of(recent, ())
    may_turn = may_reciprocate(len({member for pair in edges for member in pair}))
    for attempt in range(min(EXCHANGES * len(edges), MOST_EXCHANGES) if len(edges) > 1 else 0):
        one, other = _two_of(len(edges), f"{seed}:{attempt}")
        old = (edges[one], edges[other])
        new = (Pair(old[0].reviewer, old[1].author), Pair(old[1].reviewer, old[0].author))
        rest = taken.difference(old)
        if _fits(new, rest, may_turn=may_turn) and reluctance.against(new) <= reluctance.against(old):
            edges[one], edges[other] = new
            taken = rest.union(new)
    return tuple(sorted(edges))


def _two_of(count: int, seed: str) -> tuple[int, int]:
    """Two different places, as any two are as likely."""
    digest = blake2b(seed.encode(), digest_size=16).digest()
    one = int.from_bytes(digest[:8]) % count
    return one, (one + 1 + int.from_bytes(digest[8:]) % (count - 1)) % count


def _fits(new: Sequence[Pair], rest: Collection[Pair], *, may_turn: bool) -> bool:
    if any(pair.reviewer == pair.author or pair in rest for pair in new):
        return False
    return may_turn or not any(pair.turned in rest or pair.turned in new for pair in new)
