"""Nominations: who may make them, which are voted on, and what a vote leaves of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.nominations.nomination import (
    LONGEST_WHY,
    MOST_OPEN,
    LongWhyError,
    NominatedAlreadyError,
    Nomination,
    NominationOverError,
    NominationState,
    NotYourNominationError,
    OwnNominationError,
    ReadByClubError,
    TooManyNominationsError,
    new_nomination,
    still_open,
    with_support,
    withdrawn,
)
from bot.core.nominations.shortlist import SupportRule, after_vote, best_supported, rule_between, shortlist

NOON = datetime(2026, 1, 11, 12, tzinfo=UTC)
ADA, BO = 1, 2


def nominated(paper: str, *, by: int = ADA, support: int = 0, place: int | None = None, late: int = 0) -> Nomination:
    supporters = frozenset(range(100, 100 + support))
    return Nomination(ord(paper), paper, by, NOON + timedelta(hours=late), "", supporters, place)


NOMINATIONS = st.lists(
    st.builds(
        Nomination,
        id=st.integers(1, 99),
        paper=st.sampled_from("abcdefghijkl"),
        member_id=st.integers(1, 4),
        at=st.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours)),
        supporters=st.frozensets(st.integers(5, 7)),
        place=st.sampled_from([None, None, 2, 3]),
        state=st.sampled_from([NominationState.OPEN, NominationState.OPEN, *NominationState]),
    ),
    unique_by=(lambda one: one.paper, lambda one: one.id),
)


def test_a_paper_is_nominated() -> None:
    made = new_nomination("a", BO, " It's\nshort. ", [nominated("b")], read=["c"], now=NOON)
    assert made == Nomination(0, "a", BO, NOON, "It's short.")
    again = [withdrawn(nominated("a"), ADA, [], is_organizer=False)]
    assert new_nomination("a", BO, "", again, read=[], now=NOON).paper == "a"


def test_a_nomination_that_changes_nothing_is_refused() -> None:
    with pytest.raises(NominatedAlreadyError):
        new_nomination("a", BO, "", [nominated("a")], read=[], now=NOON)
    with pytest.raises(ReadByClubError):
        new_nomination("a", BO, "", [nominated("a")], read=["a"], now=NOON)
    with pytest.raises(LongWhyError) as long:
        new_nomination("a", BO, "x" * (LONGEST_WHY + 1), [], read=[], now=NOON)
    assert (long.value.length, long.value.most) == (LONGEST_WHY + 1, LONGEST_WHY)


@given(NOMINATIONS, st.integers(1, 4), st.sets(st.sampled_from("abcdefghijkl")))
def test_each_member_has_three_open_nominations_at_most(
    nominations: list[Nomination], member: int, read: set[str]
) -> None:
    count = 0
    for one in nominations:
        count += one.member_id == member and one.state is NominationState.OPEN and one.paper not in read
    if count >= MOST_OPEN:
        with pytest.raises(TooManyNominationsError) as refused:
            new_nomination("z", member, "", nominations, read=read, now=NOON)
        assert set(refused.value.papers) <= {one.paper for one in nominations if one.member_id == member} - read
    else:
        assert new_nomination("z", member, "", nominations, read=read, now=NOON).member_id == member


def test_support_counts_once_and_can_be_taken_back() -> None:
    supported = with_support(with_support(nominated("a"), BO, [], gives=True), BO, [], gives=True)
    assert supported.supporters == {BO}
    assert with_support(supported, BO, [], gives=False) == nominated("a")
    assert with_support(nominated("a"), ADA, [], gives=False) == nominated("a")
    with pytest.raises(OwnNominationError):
        with_support(nominated("a"), ADA, [], gives=True)
    with pytest.raises(NominationOverError):
        with_support(nominated("a"), BO, ["a"], gives=True)


def test_only_its_maker_and_organizers_withdraw_a_nomination() -> None:
    with pytest.raises(NotYourNominationError):
        withdrawn(nominated("a"), BO, [], is_organizer=False)
    over = withdrawn(nominated("a"), BO, [], is_organizer=True)
    assert over.state is NominationState.WITHDRAWN
    with pytest.raises(NominationOverError):
        withdrawn(over, ADA, [], is_organizer=False)


def test_more_support_then_runners_up_then_earlier() -> None:
    ranked = [
        nominated("e", support=3, late=9),
        nominated("d", support=2, place=2, late=8),
        nominated("c", support=2, place=3),
        nominated("b", support=2),
        nominated("a", support=2, late=1),
        nominated("f"),
    ]
    assert best_supported(ranked[::-1]) == ranked
    rules = [rule_between(*pair) for pair in pairwise(ranked)]
    runner_up, earlier, support = SupportRule.RUNNER_UP, SupportRule.EARLIER, SupportRule.SUPPORT
    assert rules == [support, runner_up, runner_up, earlier, support]
    three = shortlist(ranked, 3)
    assert (three.chosen, three.tied, three.rule) == (tuple(ranked[:3]), tuple(ranked[3:5]), runner_up)
    four = shortlist(ranked, 4, ["c"])
    assert (four.waiting, four.tied, four.rule) == ((ranked[5],), (), None)


@given(NOMINATIONS, st.integers(1, 10), st.sets(st.sampled_from("abcdefghijkl")))
def test_nobody_with_more_support_waits(nominations: list[Nomination], most: int, read: set[str]) -> None:
    found = shortlist(nominations, most, read)
    assert sorted([*found.chosen, *found.waiting], key=repr) == sorted(still_open(nominations, read), key=repr)
    assert len(found.chosen) == min(most, len(still_open(nominations, read)))
    least = min((len(one.supporters) for one in found.chosen), default=9)
    assert all(len(one.supporters) <= least for one in found.waiting)
    assert list(found.tied) == [one for one in found.waiting if len(one.supporters) == least]
    assert (found.rule is None) == (not found.tied)
    assert found == shortlist(nominations[::-1], most, read)


@given(NOMINATIONS, st.permutations("abcdefghijkl"), st.integers(0, 12))
def test_runners_up_carry_over(nominations: list[Nomination], papers: list[str], count: int) -> None:
    order = papers[:count]
    after = after_vote(nominations, order)
    for before, now in zip(nominations, after, strict=True):
        assert (now.id, now.supporters, now.at) == (before.id, before.supporters, before.at)
        is_winner = before.paper in order[:1] and before.state is NominationState.OPEN
        assert now.state is (NominationState.CHOSEN if is_winner else before.state)
        is_runner_up = before.paper in order[1:] and before.state is NominationState.OPEN
        assert now.place == (order.index(before.paper) + 1 if is_runner_up else None)


def test_runners_up_are_in_the_next_vote_unless_others_have_more_support() -> None:
    nominations = [nominated(paper, late=late) for late, paper in enumerate("abcdefg")]
    votes: list[list[str]] = []
    while still_open(nominations, []):
        vote = [one.paper for one in shortlist(nominations, 3).chosen]
        votes.append([*vote[1:], vote[0]])
        nominations = after_vote(nominations, votes[-1])
    assert votes[:3] == [["b", "c", "a"], ["a", "d", "c"], ["c", "e", "d"]]
    assert all(set(vote[1:]) <= set(later) for vote, later in pairwise(votes))
