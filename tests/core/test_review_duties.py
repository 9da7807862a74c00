"""What happens to reviews when somebody drops out, and when the week ends."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.reviews.allocation import allocate
from bot.core.reviews.pairs import RECIPROCITY_FREE_FROM, Pair, share_of
from bot.core.reviews.reallocation import DutyState, has_lapsed, reallocate, release_at, released

START = datetime(2026, 1, 4, 17, tzinfo=UTC)


@settings(max_examples=150)
@given(st.integers(2, 30), st.integers(1, 3), st.data())
def test_started_reviews_stay_and_freed_ones_are_taken_over_or_pooled(
    size: int, per_member: int, data: st.DataObject
) -> None:
    members = list(range(size))
    assigned = allocate(members, per_member, [], [], "seed")
    states = data.draw(st.lists(st.sampled_from(DutyState), min_size=len(assigned), max_size=len(assigned)))
    duties = dict(zip(assigned, states, strict=True))
    away = data.draw(st.lists(st.sampled_from(members), max_size=size // 2))
    gone = data.draw(st.lists(st.sampled_from(members), max_size=size // 2))
    block = data.draw(st.permutations(members))[:2]
    share = share_of(size, per_member)

    def change(now: dict[Pair, DutyState]) -> tuple[tuple[Pair, ...], tuple[Pair, ...], tuple[int, ...]]:
        found = reallocate(now, members, away=away, gone=gone, share=share, blocks=[block], seed="seed")
        return found.freed, found.taken, found.pooled

    freed, taken, pooled = change(duties)
    assert all(duties[pair] is DutyState.OPEN for pair in freed)
    assert not {pair for pair in set(duties) - set(freed) if duties[pair] is DutyState.OPEN and pair.reviewer in away}
    lost = Counter(pair.author for pair in freed if pair.author not in gone)
    assert lost == Counter(pair.author for pair in taken) + Counter(pooled)
    after = {pair: state for pair, state in duties.items() if pair not in freed}
    assert not set(after) & set(taken)
    after |= dict.fromkeys(taken, DutyState.OPEN)
    for pair in taken:
        assert pair.reviewer != pair.author
        assert pair.reviewer not in {*away, *gone}
        assert set(pair) != set(block)
        assert size < RECIPROCITY_FREE_FROM or pair.reversed not in after
    assert max(Counter(pair.reviewer for pair in after).values(), default=0) <= share + 1
    assert change(after) == ((), (), ())


def test_reviewers_of_a_withdrawn_log_take_over_first() -> None:
    duties = dict.fromkeys(allocate(range(12), 2, [], [], "seed"), DutyState.OPEN)
    relieved = {pair.reviewer for pair in duties if pair.author == 4}
    found = reallocate(duties, range(12), away=[], gone=[4], share=2, blocks=[], seed="seed")
    assert len(found.freed) == 4
    assert {pair.author for pair in found.taken} == {pair.author for pair in duties if pair.reviewer == 4}
    assert {pair.reviewer for pair in found.taken} <= relieved
    assert found.pooled == ()


def test_the_log_of_an_absent_member_keeps_its_reviewers() -> None:
    duties = dict.fromkeys(allocate(range(12), 2, [], [], "seed"), DutyState.OPEN)
    found = reallocate(duties, range(12), away=[4], gone=[], share=2, blocks=[], seed="seed")
    assert found.freed == tuple(sorted(pair for pair in duties if pair.reviewer == 4))
    assert len({pair.reviewer for pair in found.taken}) == 2


def test_if_one_of_two_is_absent_the_other_log_goes_to_the_pool() -> None:
    duties = {Pair(1, 2): DutyState.OPEN, Pair(2, 1): DutyState.STARTED}
    found = reallocate(duties, [1, 2], away=[1, 2], gone=[], share=1, blocks=[], seed="seed")
    assert (found.freed, found.taken, found.pooled) == ((Pair(1, 2),), (), (2,))


def test_members_with_the_fewest_open_reviews_take_over() -> None:
    done = dict.fromkeys([Pair(4, 5), Pair(4, 6)], DutyState.DONE)
    undone = dict.fromkeys([Pair(3, 5), Pair(3, 6), Pair(5, 3), Pair(6, 2), Pair(6, 3)], DutyState.OPEN)
    duties = {Pair(2, 1): DutyState.OPEN, **done, **undone, Pair(5, 4): DutyState.STARTED}
    for seed in range(9):
        found = reallocate(duties, range(1, 7), away=[2], gone=[], share=2, blocks=[], seed=str(seed))
        assert (found.freed, found.taken, found.pooled) == ((Pair(2, 1),), (Pair(4, 1),), ())


def test_a_log_without_reviewers_gets_one_before_others() -> None:
    duties = {
        Pair(1, 2): DutyState.OPEN,
        Pair(1, 4): DutyState.OPEN,
        Pair(3, 2): DutyState.DONE,
        Pair(5, 3): DutyState.DONE,
    }
    found = reallocate(duties, range(1, 6), away=[1, 2, 3, 4], gone=[], share=1, blocks=[], seed="seed")
    assert (found.taken, found.pooled) == ((Pair(5, 4),), (2,))


def test_two_of_three_may_review_each_other() -> None:
    duties = {Pair(1, 2): DutyState.OPEN, Pair(2, 3): DutyState.OPEN}
    found = reallocate(duties, [1, 2, 3], away=[1], gone=[], share=1, blocks=[], seed="seed")
    assert (found.taken, found.pooled) == ((Pair(3, 2),), ())


def test_a_volunteer_without_a_draft_has_two_hours() -> None:
    two_hours = timedelta(hours=2)
    assert not has_lapsed(START, START + two_hours - timedelta(seconds=1))
    assert has_lapsed(START, START + two_hours)


@given(st.timedeltas(timedelta(hours=1), timedelta(days=14)))
def test_reviewers_have_at_least_half_the_time(days: timedelta) -> None:
    at = release_at(START, START + days)
    assert at - START >= days / 2
    assert START + days - at <= timedelta(days=1)
    duties = {Pair(1, 2): DutyState.OPEN, Pair(2, 3): DutyState.STARTED, Pair(3, 1): DutyState.DONE}
    assert released(duties, at - timedelta(seconds=1), START, START + days) == ()
    assert released(duties, at, START, START + days) == (Pair(1, 2),)
