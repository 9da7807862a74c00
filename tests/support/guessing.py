"""Attackers who know the source code, see what every member sees, have their own reviews, and guess who wrote which."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.core.reviews.allocation import allocate
from bot.core.reviews.mixing import mixed

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Collection, Iterable, Sequence

    from bot.core.reviews.pairs import Pair

    # The attacker, all authors, the attacker's own reviews, the public part of the seed → guesses (reviewer, author).
    Attack = Callable[[int, Sequence[int], Collection[Pair], str, random.Random], Iterable[tuple[int, int]]]


def by_the_public_seed(
    me: int, authors: Sequence[int], _own: Collection[Pair], public: str, chance: random.Random
) -> Iterable[tuple[int, int]]:
    """Allocates the reviews again, with everything that is public as the seed."""
    ring = allocate(authors, 2, [], (), public)
    for pairs in (ring, mixed(ring, [], public)):
        for author in (author for author in authors if author != me):
            found = [pair.reviewer for pair in pairs if pair.author == author and pair.reviewer != me]
            yield (chance.choice(found) if found else me, author)


def by_the_ring(
    _me: int, _authors: Sequence[int], own: Collection[Pair], _public: str, chance: random.Random
) -> Iterable[tuple[int, int]]:
    """On a ring, one of the two members whom one reviews reviews the other."""
    theirs = [pair.author for pair in own]
    if len(theirs) > 1:
        one, other = chance.sample(theirs, 2)
        yield one, other


def by_the_order_of_ids(
    _me: int, authors: Sequence[int], _own: Collection[Pair], _public: str, chance: random.Random
) -> Iterable[tuple[int, int]]:
    """Guesses that members with neighboring ids review each other."""
    ranked = sorted(authors)
    at = chance.randrange(len(ranked))
    yield ranked[at], ranked[(at + 1) % len(ranked)]


ATTACKS: tuple[Attack, ...] = (by_the_public_seed, by_the_ring, by_the_order_of_ids)


def right_by_chance_at_most(guesses: int, chance: float, odds: float = 1e-9) -> float:
    """At most this many guesses are right with the given probability, except in one case in a billion (Hoeffding)."""
    return guesses * chance + math.sqrt(guesses * math.log(1 / odds) / 2)
