"""Which reviews a member wrote, still has to write, volunteered for, and was freed of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.reviews.duties import Assignment, Duties, DutyFate, FreedReview, WeekDuties
from bot.core.reviews.reallocation import DutyState

ADA, BO, CY, DEE = 1, 2, 3, 4
OPEN, STARTED, DONE = DutyState.OPEN, DutyState.STARTED, DutyState.DONE


def assignment(reviewer: int, author: int, state: DutyState = OPEN, *, is_owed: bool = True) -> Assignment:
    return Assignment(reviewer, author, author * 10, state, is_owed)


def freed(reviewer: int, author: int, fate: DutyFate = DutyFate.RELEASED) -> FreedReview:
    return FreedReview(reviewer, author, author * 10, fate)


def duties_of(member: int, assignments: list[Assignment], rid_of: list[FreedReview]) -> Duties:
    return WeekDuties(assignments, rid_of).of(member)


def unwritten(assignments: list[Assignment], rid_of: list[FreedReview]) -> int:
    return WeekDuties(assignments, rid_of).unwritten


def waits(log_id: int, assignments: list[Assignment], rid_of: list[FreedReview]) -> bool:
    return WeekDuties(assignments, rid_of).waits(log_id)


def test_each_review_of_a_member_has_one_category() -> None:
    assignments = [
        assignment(ADA, BO, DONE),
        assignment(ADA, CY, STARTED),
        assignment(ADA, DEE, is_owed=False),
        assignment(BO, ADA),
    ]
    assert duties_of(ADA, assignments, []) == Duties(
        written=(assignments[0],), to_write=(assignments[1],), taken_on=(assignments[2],)
    )
    assert duties_of(DEE, assignments, []) == Duties()


def test_a_review_freed_near_the_end_can_be_written_until_somebody_has() -> None:
    mine = freed(ADA, BO)
    assert duties_of(ADA, [], [mine]).free == (mine,)
    taken_over = duties_of(ADA, [assignment(CY, BO, DONE, is_owed=False)], [mine])
    assert (taken_over.free, taken_over.given_on) == ((), (mine,))
    # There are two free reviews; one volunteer takes one and leaves one.
    assert duties_of(ADA, [assignment(CY, BO, is_owed=False)], [mine, freed(DEE, BO)]).free == (mine,)


def test_a_review_that_was_given_back_is_not_theirs_to_write() -> None:
    gave = [freed(ADA, BO, DutyFate.GIVEN), freed(ADA, CY, DutyFate.POOLED)]
    part = duties_of(ADA, [assignment(DEE, BO)], gave)
    assert (part.free, part.to_write, part.given_on) == ((), (), tuple(gave))


def test_resuming_a_review_makes_it_theirs_again() -> None:
    part = duties_of(ADA, [assignment(ADA, BO, STARTED, is_owed=False)], [freed(ADA, BO)])
    assert (len(part.taken_on), part.free, part.given_on) == (1, (), ())


def test_having_no_review_to_write_is_not_the_same_as_being_done() -> None:
    assert not Duties().is_done
    assert not duties_of(ADA, [assignment(ADA, BO, DONE), assignment(ADA, CY)], []).is_done
    assert not duties_of(ADA, [assignment(ADA, BO, DONE)], [freed(ADA, CY)]).is_done
    assert duties_of(ADA, [assignment(ADA, BO, DONE)], []).is_done


def test_missing_reviews_are_counted_per_log() -> None:
    assignments = [assignment(ADA, BO, DONE), assignment(CY, BO), assignment(ADA, CY, DONE)]
    assert unwritten(assignments, []) == 1
    assert unwritten(assignments, [freed(BO, CY)]) == 2
    # The review was passed to Cy, who counts. Then a volunteer's review replaces it.
    assert unwritten(assignments, [freed(DEE, BO, DutyFate.GIVEN)]) == 1
    assert unwritten([*assignments, assignment(DEE, BO, DONE, is_owed=False)], []) == 0


def test_a_log_is_waiting_until_it_has_all_its_reviews() -> None:
    assert waits(BO * 10, [], [])
    assert waits(BO * 10, [assignment(ADA, BO)], [])
    assert waits(BO * 10, [assignment(ADA, BO, DONE)], [freed(CY, BO)])
    assert not waits(BO * 10, [assignment(ADA, BO, DONE), assignment(DEE, BO, is_owed=False)], [freed(CY, BO)])


PEOPLE = st.integers(1, 5)
TURNS = st.lists(
    st.builds(assignment, PEOPLE, PEOPLE, st.sampled_from(DutyState), is_owed=st.booleans()),
    unique_by=lambda one: (one.reviewer, one.log_id),
)
FREED = st.lists(
    st.builds(freed, PEOPLE, PEOPLE, st.sampled_from(DutyFate)), unique_by=lambda one: (one.reviewer, one.log_id)
)


@given(TURNS, FREED)
def test_each_review_is_counted_exactly_once(assignments: list[Assignment], rid_of: list[FreedReview]) -> None:
    for member in range(1, 6):
        part = duties_of(member, assignments, rid_of)
        mine = [one for one in assignments if one.reviewer == member]
        assert sorted(one.log_id for one in (*part.written, *part.to_write, *part.taken_on)) == sorted(
            one.log_id for one in mine
        )
        others = {one.log_id for one in rid_of if one.reviewer == member} - {one.log_id for one in mine}
        assert sorted(one.log_id for one in (*part.free, *part.given_on)) == sorted(others)


@given(TURNS, FREED)
def test_if_a_member_has_a_free_review_one_is_missing(assignments: list[Assignment], rid_of: list[FreedReview]) -> None:
    parts = [duties_of(member, assignments, rid_of) for member in range(1, 6)]
    if any(part.free for part in parts):
        assert unwritten(assignments, rid_of) > 0
