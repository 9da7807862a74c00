"""Which log a member reviews next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.reviews.pairs import Pair
from bot.core.reviews.pool import PooledLog, duty_of_late, next_review, pool_order, to_ask
from bot.core.reviews.reallocation import DutyState

START = datetime(2026, 1, 4, 17, tzinfo=UTC)
MEMBERS = st.frozensets(st.integers(0, 9), max_size=3)
WEEKS = st.lists(
    st.builds(
        lambda author, hours, reviewers, assigned: PooledLog(
            author, START + timedelta(hours=hours), reviewers - {author}, assigned - reviewers - {author}
        ),
        st.integers(0, 9),
        st.integers(0, 50),
        MEMBERS,
        MEMBERS,
    ),
    unique_by=lambda log: log.author,
    max_size=10,
)


def log(author: int, hours: int = 0, reviewers: tuple[int, ...] = (), assigned: tuple[int, ...] = ()) -> PooledLog:
    return PooledLog(author, START + timedelta(hours=hours), frozenset(reviewers), frozenset(assigned))


@given(WEEKS, st.integers(0, 11), st.booleans())
def test_nobody_is_offered_a_log_they_may_not_review(week: list[PooledLog], member: int, even_mutual: bool) -> None:
    order = pool_order(week, member, [(member, 3)], even_mutual=even_mutual)
    by_author = {log.author: log for log in week}
    mine = by_author.get(member)
    related = mine.reviewers | mine.assigned if mine and len(week) >= 5 else frozenset[int]()
    assert len(set(order)) == len(order)
    assert not {member, 3} & set(order)
    for author in order:
        offered = by_author[author]
        assert member not in offered.reviewers | offered.assigned
        assert author not in related or (even_mutual and offered.has_nobody)
    assert [bool(by_author[author].reviewers) for author in order] == sorted(
        bool(by_author[author].reviewers) for author in order
    )
    assert pool_order(list(reversed(week)), member, [(3, member)], even_mutual=even_mutual) == order
    if even_mutual:
        assert {log.author for log in week if log.has_nobody} - {member, 3} <= set(order)


def test_logs_without_a_review_come_first_then_the_fewest_then_the_oldest() -> None:
    week = [
        log(1, reviewers=(8, 9)),
        log(2, hours=5),
        log(3, hours=1),
        log(4, assigned=(8,)),
        log(5, reviewers=(9,), assigned=(8,)),
        log(6, reviewers=(9,)),
    ]
    assert pool_order(week, 0) == (3, 2, 4, 6, 1, 5)


def test_a_mutual_review_is_offered_last_and_only_if_a_log_would_have_none() -> None:
    week = [log(0, reviewers=(1, 2)), log(1), log(2, assigned=(7,)), log(3, hours=9), log(4, reviewers=(5,))]
    assert pool_order(week, 0) == (3, 1, 4)
    assert pool_order(week, 0, even_mutual=False) == (3, 4)


def test_started_reviews_come_before_assigned_ones_and_those_before_the_pool() -> None:
    week = [log(1), log(2, assigned=(0,)), log(3, assigned=(0,)), log(4, reviewers=(0,))]
    duties = {Pair(0, 2): DutyState.OPEN, Pair(0, 3): DutyState.STARTED, Pair(0, 4): DutyState.DONE}
    assert next_review(0, duties, week) == 3
    assert next_review(0, {**duties, Pair(0, 3): DutyState.DONE}, week) == 2
    assert next_review(0, {Pair(0, 4): DutyState.DONE}, week) == 1
    assert next_review(0, {}, [log(0)]) is None


def test_the_author_of_a_late_log_gets_the_most_needed_review() -> None:
    week = [log(0, hours=60), log(1, reviewers=(5,)), log(2)]
    assert duty_of_late(0, week) == (Pair(0, 2),)
    assert duty_of_late(0, week[:1]) == ()


@given(WEEKS, st.frozensets(st.integers(0, 11)))
def test_each_member_is_asked_once_and_for_a_log_without_reviewers(
    week: list[PooledLog], ready: frozenset[int]
) -> None:
    asked = to_ask(week, ready, [(0, 1)], "seed")
    alone = {log.author for log in week if log.has_nobody}
    assert {pair.reviewer for pair in asked} <= ready
    assert {pair.author for pair in asked} <= alone
    assert len({pair.reviewer for pair in asked}) == len({pair.author for pair in asked}) == len(asked)
    assert all(pair.reviewer != pair.author and set(pair) != {0, 1} for pair in asked)
    assert to_ask(week, frozenset(sorted(ready, reverse=True)), [(0, 1)], "seed") == asked
    # Every member who could be asked about an unassigned log is included.
    for author in alone - {pair.author for pair in asked}:
        assert not [
            member for member in ready - {pair.reviewer for pair in asked} - {author} if {member, author} != {0, 1}
        ]


def test_a_mutual_reviewer_is_asked_only_if_nobody_else_is_left() -> None:
    week = [log(0, reviewers=(1,)), log(1), log(2, reviewers=(9,)), log(3, reviewers=(9,)), log(4, reviewers=(9,))]
    assert to_ask(week, [0], [], "seed") == (Pair(0, 1),)
    assert all(to_ask(week, [0, 2], [], str(seed)) == (Pair(2, 1),) for seed in range(9))
