"""Assigned reviews are even, never of one's own log, never mutual, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.reviews.allocation import allocate
from bot.core.reviews.pairs import RECIPROCITY_FREE_FROM, Pair, share_of, shuffled

SIZES = st.one_of(st.integers(0, 12), st.integers(0, 200))
SEEDS = st.text("abc", max_size=3)


def shares(pairs: tuple[Pair, ...], members: range | list[int]) -> tuple[set[int], set[int]]:
    """The numbers of reviews that members give, and get."""
    given, got = Counter(pair.reviewer for pair in pairs), Counter(pair.author for pair in pairs)
    return {given[member] for member in members}, {got[member] for member in members}


def is_sound(pairs: tuple[Pair, ...], members: int) -> bool:
    mutual = [pair for pair in pairs if pair.reversed in pairs]
    return (
        len(set(pairs)) == len(pairs)
        and all(pair.reviewer != pair.author for pair in pairs)
        and (members < RECIPROCITY_FREE_FROM or not mutual)
    )


@settings(max_examples=60)
@given(SIZES, st.integers(1, 3), SEEDS, st.randoms(use_true_random=False))
def test_everyone_gives_and_gets_the_same_in_any_order_of_members(
    size: int, per_member: int, seed: str, chance: object
) -> None:
    members = list(range(100, 100 + size))
    recent = [allocate(members, per_member, [], [], f"{seed} week {week}") for week in range(3)]
    pairs = allocate(members, per_member, recent, [], seed)
    share = share_of(size, per_member)
    assert shares(pairs, members) == (({share}, {share}) if members else (set(), set()))
    assert is_sound(pairs, size)
    chance.shuffle(members)  # type: ignore[attr-defined]
    mixed = [tuple(reversed(week)) for week in recent]
    assert allocate([*members, *members[:3]], per_member, mixed, [], seed) == pairs


@pytest.mark.parametrize(
    ("size", "per_member", "share"),
    [(0, 2, 0), (1, 3, 0), (2, 3, 1), (3, 2, 2), (4, 3, 3), (5, 2, 2), (5, 3, 2), (6, 3, 2), (7, 3, 3), (200, 1, 1)],
)
def test_how_many_reviews_each_size_allows(size: int, per_member: int, share: int) -> None:
    assert share_of(size, per_member) == share


def test_two_members_review_each_other_and_one_is_an_open_call() -> None:
    assert allocate([8, 5], 2, [], [], "x") == (Pair(5, 8), Pair(8, 5))
    assert allocate([8], 2, [], [], "x") == ()


@settings(max_examples=150)
@given(st.integers(2, 14), st.integers(1, 3), st.data())
def test_blocked_pairs_never_meet_and_every_reviewable_log_gets_a_reviewer(
    size: int, per_member: int, data: st.DataObject
) -> None:
    everyone = list(combinations(range(size), 2))
    blocks = data.draw(st.lists(st.sampled_from(everyone), unique=True, max_size=len(everyone)))
    pairs = allocate(range(size), per_member, [], blocks, "seed")
    assert is_sound(pairs, size)
    assert not [pair for pair in pairs if tuple(sorted(pair)) in blocks]
    assert len({pair.author for pair in pairs}) == reviewable(size, [both for both in everyone if both not in blocks])
    again = allocate(range(size), per_member, [], [tuple(reversed(block)) for block in reversed(blocks)], "seed")
    assert again == pairs


def reviewable(size: int, allowed: list[tuple[int, int]]) -> int:
    """The most logs that can have a reviewer: all of a connected group, or one less if the group is a tree and no pair
    may be mutual.
    """
    group = list(range(size))
    for one, other in allowed:
        group = [group[one] if name == group[other] else name for name in group]
    count = 0
    for name in set(group):
        members = group.count(name)
        edges = sum(group[one] == name for one, _ in allowed)
        tree = size >= RECIPROCITY_FREE_FROM and edges == members - 1
        count += members - tree if members > 1 else 0
    return count


@given(st.integers(15, 24), st.integers(1, 3), st.data())
def test_a_few_blocks_do_not_reduce_anyones_reviews(size: int, per_member: int, data: st.DataObject) -> None:
    everyone = list(combinations(range(size), 2))
    blocks = data.draw(st.lists(st.sampled_from(everyone), unique=True, max_size=4))
    pairs = allocate(range(size), per_member, [], blocks, "seed")
    assert shares(pairs, range(size)) == ({per_member}, {per_member})
    # Blocks of members without a log this week have no effect.
    assert allocate(range(size), per_member, [], [*blocks, (0, size), (3, 3)], "seed") == pairs


def test_a_member_with_a_single_possible_partner_leaves_the_rest_even() -> None:
    blocks = [(0, other) for other in range(2, 20)]
    pairs = allocate(range(20), 2, [], blocks, "seed")
    given, got = Counter(pair.reviewer for pair in pairs), Counter(pair.author for pair in pairs)
    assert (got[0], given[0]) == (1, 0)
    assert all(got[member] >= 1 for member in range(20))
    assert sum(got[member] == 2 for member in range(1, 20)) >= 17
    assert max(given.values()) == 2


def test_if_two_of_three_are_blocked_the_third_swaps_with_both() -> None:
    assert allocate(range(3), 2, [], [(0, 1)], "seed") == (Pair(0, 2), Pair(1, 2), Pair(2, 0), Pair(2, 1))


def test_recent_pairs_are_avoided() -> None:
    recent: list[tuple[Pair, ...]] = []
    for week in range(5):
        pairs = allocate(range(40), 2, recent, [], str(week))
        assert not {pair for past in recent for pair in past} & set(pairs)
        recent.insert(0, pairs)
    # Each of six has five others to review, two a week. So the pairs that repeat are the oldest ones.
    recent.clear()
    for week in range(40):
        recent.insert(0, allocate(range(6), 2, recent, [], str(week)))
    again = sum(len(set(last) & set(week)) for week, last in pairwise(recent))
    assert again <= 0.03 * 12 * 39


def test_recent_pairs_are_avoided_even_if_blocks_leave_no_ring() -> None:
    recent: list[tuple[Pair, ...]] = []
    for week in range(4):
        pairs = allocate(range(20), 2, recent, [(0, other) for other in range(2, 20)], str(week))
        assert len({pair for past in recent for pair in past} & set(pairs)) <= 4
        recent.insert(0, pairs)


def test_different_seeds_differ_and_each_seed_always_gives_the_same_order() -> None:
    assert len({allocate(range(12), 2, [], [], str(seed)) for seed in range(20)}) == 20
    assert shuffled(range(6), "week 7") == shuffled([5, 3, 1, 0, 2, 4], "week 7") == [4, 5, 3, 0, 2, 1]


def test_two_hundred_members_with_eight_weeks_of_history_are_quick() -> None:
    recent = [allocate(range(200), 3, [], [], str(week)) for week in range(8)]
    started = process_time()
    allocate(range(200), 3, recent, [(1, 2)], "now")
    assert process_time() - started < 5
