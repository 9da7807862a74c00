"""Which papers a vote offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ballots.ballot import MOST_CANDIDATES
from bot.core.nominations.candidates import (
    TooFewCandidatesError,
    TooFewChosenError,
    TooManyChosenError,
    best_candidates,
    chosen_candidates,
)
from bot.core.nominations.host_choice import NotChoosingHostError, VoteDecidesError, require_may_choose
from bot.core.nominations.nomination import (
    ChosenAlreadyError,
    Nomination,
    NominationOverError,
    NominationState,
    NotYourNominationError,
    ReadByClubError,
    changed_why,
    new_nomination,
)
from bot.core.nominations.shortlist import best_supported
from bot.core.syllabus.syllabus import POLL_CANDIDATES, poll_candidates
from tests.support.shipped import shipped_catalog

CATALOG = shipped_catalog()
KEYS = [paper.key for paper in CATALOG][:40]
NOON = datetime(2026, 1, 11, 12, tzinfo=UTC)


def nominated(paper: str, support: int = 0, by: int = 1) -> Nomination:
    return Nomination(len(paper), paper, by, NOON, "", frozenset(range(100, 100 + support)))


NOMINATIONS = st.lists(
    st.builds(
        Nomination,
        id=st.integers(1, 99),
        paper=st.sampled_from([*KEYS, "removed-since"]),
        member_id=st.integers(1, 4),
        at=st.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours)),
        supporters=st.frozensets(st.integers(5, 7)),
        state=st.sampled_from([NominationState.OPEN, NominationState.OPEN, *NominationState]),
    ),
    unique_by=(lambda one: one.paper, lambda one: one.id),
    max_size=14,
)


@given(
    NOMINATIONS, st.sets(st.sampled_from(KEYS), max_size=5), st.lists(st.sampled_from(KEYS), unique=True, max_size=4)
)
def test_the_best_supported_come_first_and_others_only_fill_up_to_three(
    nominations: list[Nomination], read: set[str], queue: list[str]
) -> None:
    offered = best_candidates(nominations, read, queue, CATALOG)
    best = [one.paper for one in best_supported(nominations, read) if one.paper in CATALOG][:MOST_CANDIDATES]
    assert list(offered.papers[: len(best)]) == best
    assert len(offered.papers) == len(set(offered.papers)) == max(POLL_CANDIDATES, len(best))
    assert not set(offered.papers) & read
    assert (offered.shortlist is None) is (not best)


@given(st.sets(st.sampled_from(KEYS), max_size=5), st.lists(st.sampled_from(KEYS), unique=True, max_size=4))
def test_without_nominations_a_vote_is_as_it_always_was(read: set[str], queue: list[str]) -> None:
    assert best_candidates([], read, queue, CATALOG).papers == poll_candidates(read, queue, CATALOG)


def test_nothing_is_left_to_vote_on() -> None:
    with pytest.raises(TooFewCandidatesError):
        best_candidates([], [paper.key for paper in CATALOG], [], CATALOG)


def test_an_organizer_chooses_two_to_ten_papers_that_the_club_has_not_read() -> None:
    assert chosen_candidates(["lora", "mamba", "lora"], ["bert"]).papers == ("lora", "mamba")
    with pytest.raises(TooFewChosenError):
        chosen_candidates(["lora", "lora"], [])
    with pytest.raises(TooManyChosenError) as many:
        chosen_candidates(KEYS[:11], [])
    assert (many.value.count, many.value.most) == (11, 10)
    with pytest.raises(ReadByClubError) as read:
        chosen_candidates(["lora", "bert"], ["bert"])
    assert read.value.paper == "bert"


def test_what_is_chosen_and_not_read_yet_is_not_nominated_again() -> None:
    with pytest.raises(ChosenAlreadyError):
        new_nomination("lora", 2, "", [], read=[], now=NOON, decided={"lora"})


def test_a_member_who_nominates_the_same_again_changes_the_reason() -> None:
    own = replace(nominated("lora", by=2), why="Short.")
    changed = changed_why("lora", 2, "Better.", [own], read=[])
    assert changed
    assert changed.why == "Better."
    assert changed_why("lora", 2, "", [own], read=[]) == own
    for member, read in ((3, []), (2, ["lora"])):
        assert changed_why("lora", member, "x", [own], read=read) is None


def test_only_the_choosing_host_puts_their_own_open_nomination_through_and_not_during_a_vote() -> None:
    one = nominated("lora", by=2)
    require_may_choose(one, 2, [], is_choosing_host=True, is_voted_on=False)
    for member, read, is_host, is_voted_on, refusal in (
        (2, [], False, False, NotChoosingHostError),
        (3, [], True, False, NotYourNominationError),
        (2, ["lora"], True, False, NominationOverError),
        (2, [], True, True, VoteDecidesError),
    ):
        with pytest.raises(refusal):
            require_may_choose(one, member, read, is_choosing_host=is_host, is_voted_on=is_voted_on)
