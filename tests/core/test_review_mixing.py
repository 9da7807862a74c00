"""Reviews in an anonymous club are as evenly spread as on the ring, and members can't infer others' reviews from
theirs.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.reviews.allocation import allocate
from bot.core.reviews.mixing import mixed
from bot.core.reviews.pairs import Pair, Reluctance
from bot.core.reviews.pool import PooledLog, pool_order
from tests.core.test_review_pool import WEEKS
from tests.support.guessing import ATTACKS, by_the_public_seed, by_the_ring, right_by_chance_at_most

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.guessing import Attack

WEEKS_PLAYED, MEMBERS = 400, 12
PUBLIC = "abcd1234-260111"


@given(
    st.sets(st.integers(1, 10**9), min_size=1, max_size=16),
    st.integers(1, 3),
    st.text(max_size=8),
    st.text(max_size=8),
)
def test_everybody_gives_and_gets_as_many_reviews_as_on_the_ring(
    members: set[int], per_member: int, seed: str, before: str
) -> None:
    recent = [allocate(members, per_member, [], (), before)]
    ring = allocate(members, per_member, recent, (), seed)
    pairs = mixed(ring, recent, seed)
    assert Counter(pair.reviewer for pair in pairs) == Counter(pair.reviewer for pair in ring)
    assert Counter(pair.author for pair in pairs) == Counter(pair.author for pair in ring)
    assert all(pair.reviewer != pair.author for pair in pairs)
    assert len(set(pairs)) == len(pairs)
    if len(members) >= 5:
        assert not any(pair.reversed in pairs for pair in pairs)
    assert Reluctance.of(recent, ()).against(pairs) <= Reluctance.of(recent, ()).against(ring)
    assert pairs == mixed(tuple(reversed(ring)), recent, seed)


def secretly(authors: list[int], secret: str) -> tuple[Pair, ...]:
    seed = f"{secret}-{PUBLIC}"
    return mixed(allocate(authors, 2, [], (), seed), [], seed)


def openly(authors: list[int], _secret: str) -> tuple[Pair, ...]:
    return allocate(authors, 2, [], (), PUBLIC)


def on_a_ring(authors: list[int], secret: str) -> tuple[Pair, ...]:
    return allocate(authors, 2, [], (), f"{secret}-{PUBLIC}")


def guessed(attack: Attack, give_out: Callable[[list[int], str], tuple[Pair, ...]]) -> tuple[int, int]:
    """The number of guesses over all weeks, and the number of correct ones."""
    chance, guesses, right = random.Random(2026), 0, 0
    for _ in range(WEEKS_PLAYED):
        authors = [chance.randrange(10**17, 10**19) for _ in range(MEMBERS)]
        pairs = give_out(authors, f"{chance.getrandbits(128):032x}")
        me = chance.choice(authors)
        own = [pair for pair in pairs if pair.reviewer == me]
        for guess in attack(me, authors, own, PUBLIC, chance):
            guesses, right = guesses + 1, right + (guess in pairs)
    return guesses, right


@pytest.mark.parametrize("attack", ATTACKS)
def test_over_many_weeks_no_attack_is_better_than_chance(attack: Attack) -> None:
    guesses, right = guessed(attack, secretly)
    # Each log has two reviews by two of eleven others.
    assert right <= right_by_chance_at_most(guesses, 2 / (MEMBERS - 1))


@pytest.mark.parametrize(("attack", "give_out"), [(by_the_public_seed, openly), (by_the_ring, on_a_ring)])
def test_the_attacks_succeed_if_nothing_is_hidden(
    attack: Attack, give_out: Callable[[list[int], str], tuple[Pair, ...]]
) -> None:
    guesses, right = guessed(attack, give_out)
    assert right > right_by_chance_at_most(guesses, 2 / (MEMBERS - 1))


@given(WEEKS, st.integers(0, 11), st.text(min_size=1, max_size=8))
def test_the_order_of_offers_depends_only_on_public_facts_and_the_secret(
    week: list[PooledLog], member: int, secret: str
) -> None:
    """The order is the same whoever else is assigned a log, and however the reviews came about."""
    chance = random.Random(secret)
    others = [
        PooledLog(
            log.author,
            log.since,
            frozenset(chance.sample(range(100, 120), len(log.reviewers))),
            frozenset(chance.sample(range(120, 140), chance.randrange(4))),
        )
        for log in week
    ]
    plain = [PooledLog(log.author, log.since, frozenset(range(200, 200 + len(log.reviewers)))) for log in week]
    assert pool_order(others, member, secret=secret) == pool_order(plain, member, secret=secret)
    counts = {log.author: len(log.reviewers) for log in week}
    order = pool_order(others, member, secret=secret)
    assert [counts[author] for author in order] == sorted(counts[author] for author in order)
