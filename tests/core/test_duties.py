"""What one member has done, has still to do, took on, and was freed of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.duties import Assignment, Duties, Fate, Freed, WeekDuties
from bot.core.review_duties import DutyState

ADA, BO, CY, DEE = 1, 2, 3, 4
OPEN, BEGUN, DONE = DutyState.OPEN, DutyState.BEGUN, DutyState.DONE


def turn(reviewer: int, author: int, state: DutyState = OPEN, *, is_owed: bool = True) -> Assignment:
    return Assignment(reviewer, author, author * 10, state, is_owed)


def freed(reviewer: int, author: int, fate: Fate = Fate.RELEASED) -> Freed:
    return Freed(reviewer, author, author * 10, fate)


def duties_of(member: int, turns: list[Assignment], rid_of: list[Freed]) -> Duties:
    return WeekDuties(turns, rid_of).of(member)


def unwritten(turns: list[Assignment], rid_of: list[Freed]) -> int:
    return WeekDuties(turns, rid_of).unwritten


def waits(log_id: int, turns: list[Assignment], rid_of: list[Freed]) -> bool:
    return WeekDuties(turns, rid_of).waits(log_id)


def test_each_review_of_a_member_has_its_place() -> None:
    turns = [
        turn(ADA, BO, DONE),
        turn(ADA, CY, BEGUN),
        turn(ADA, DEE, is_owed=False),
        turn(BO, ADA),
    ]
    assert duties_of(ADA, turns, []) == Duties(written=(turns[0],), to_write=(turns[1],), taken_on=(turns[2],))
    assert duties_of(DEE, turns, []) == Duties()


def test_what_was_freed_near_the_end_can_still_be_written_until_somebody_has() -> None:
    mine = freed(ADA, BO)
    assert duties_of(ADA, [], [mine]).free == (mine,)
    taken_over = duties_of(ADA, [turn(CY, BO, DONE, is_owed=False)], [mine])
    assert (taken_over.free, taken_over.given_on) == ((), (mine,))
    # Of two that are free, one volunteer leaves one.
    assert duties_of(ADA, [turn(CY, BO, is_owed=False)], [mine, freed(DEE, BO)]).free == (mine,)


def test_what_a_member_gave_back_is_not_theirs_to_write() -> None:
    gave = [freed(ADA, BO, Fate.GIVEN), freed(ADA, CY, Fate.POOLED)]
    part = duties_of(ADA, [turn(DEE, BO)], gave)
    assert (part.free, part.to_write, part.given_on) == ((), (), tuple(gave))


def test_who_comes_back_to_it_has_it_again() -> None:
    part = duties_of(ADA, [turn(ADA, BO, BEGUN, is_owed=False)], [freed(ADA, BO)])
    assert (len(part.taken_on), part.free, part.given_on) == (1, (), ())


def test_owing_nothing_is_not_having_done_something() -> None:
    assert not Duties().is_done
    assert not duties_of(ADA, [turn(ADA, BO, DONE), turn(ADA, CY)], []).is_done
    assert not duties_of(ADA, [turn(ADA, BO, DONE)], [freed(ADA, CY)]).is_done
    assert duties_of(ADA, [turn(ADA, BO, DONE)], []).is_done


def test_what_is_missing_is_counted_by_logs() -> None:
    turns = [turn(ADA, BO, DONE), turn(CY, BO), turn(ADA, CY, DONE)]
    assert unwritten(turns, []) == 1
    assert unwritten(turns, [freed(BO, CY)]) == 2
    # Given to Cy, who is counted; and a volunteer's review in its place.
    assert unwritten(turns, [freed(DEE, BO, Fate.GIVEN)]) == 1
    assert unwritten([*turns, turn(DEE, BO, DONE, is_owed=False)], []) == 0


def test_a_log_waits_until_it_has_what_it_was_to_get() -> None:
    assert waits(BO * 10, [], [])
    assert waits(BO * 10, [turn(ADA, BO)], [])
    assert waits(BO * 10, [turn(ADA, BO, DONE)], [freed(CY, BO)])
    assert not waits(BO * 10, [turn(ADA, BO, DONE), turn(DEE, BO, is_owed=False)], [freed(CY, BO)])


PEOPLE = st.integers(1, 5)
TURNS = st.lists(
    st.builds(turn, PEOPLE, PEOPLE, st.sampled_from(DutyState), is_owed=st.booleans()),
    unique_by=lambda one: (one.reviewer, one.log_id),
)
FREED = st.lists(
    st.builds(freed, PEOPLE, PEOPLE, st.sampled_from(Fate)), unique_by=lambda one: (one.reviewer, one.log_id)
)


@given(TURNS, FREED)
def test_nothing_is_forgotten_and_nothing_told_twice(turns: list[Assignment], rid_of: list[Freed]) -> None:
    for member in range(1, 6):
        part = duties_of(member, turns, rid_of)
        mine = [one for one in turns if one.reviewer == member]
        assert sorted(one.log_id for one in (*part.written, *part.to_write, *part.taken_on)) == sorted(
            one.log_id for one in mine
        )
        others = {one.log_id for one in rid_of if one.reviewer == member} - {one.log_id for one in mine}
        assert sorted(one.log_id for one in (*part.free, *part.given_on)) == sorted(others)


@given(TURNS, FREED)
def test_where_somebody_has_one_left_to_write_one_is_missing(turns: list[Assignment], rid_of: list[Freed]) -> None:
    parts = [duties_of(member, turns, rid_of) for member in range(1, 6)]
    if any(part.free for part in parts):
        assert unwritten(turns, rid_of) > 0
