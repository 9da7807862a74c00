"""Where sessions go after a change of the club's rhythm, weekday or breaks, and which meeting each one has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.breaks import Break
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.hosts.new_days import new_days
from bot.core.meetings.held import held_in
from bot.core.meetings.plan import Meeting, MeetingPlan
from bot.core.meetings.session import MeetingState, SessionMeeting
from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.week import Week, WeekState

NOW = datetime(2026, 1, 4, 12, tzinfo=UTC)
SUNDAY = WeeklySlot(6, time(18), "Europe/Berlin")
WEEK = timedelta(days=7)


def club(rhythm: Rhythm = Rhythm.WEEKLY, weekday: int = 6, **changed: object) -> Club:
    settings = ClubSettings("Sunday papers", 10, is_forum=False, slot=replace(SUNDAY, weekday=weekday))
    settings = replace(settings, rhythm=rhythm, meeting=MeetingPlan(1, time(19)))
    made = Club(1, "00000001", 1, settings, ClubState.ACTIVE, None, None, anchor=date(2026, 1, 5))
    made = replace(made, **changed)  # type: ignore[arg-type]
    first = made.timetable.next_after(NOW)
    return replace(made, next_slot=first, next_due=made.timetable.instant_on(first))


def slots(here: Club, count: int) -> list[date]:
    assert here.next_slot
    return here.timetable.coming(here.next_slot, count)


def row(here: Club, day: date, state: WeekState, note: Note | None = None) -> Week:
    due = here.timetable.instant_on(day)
    return Week(1, 1, day, 1, "lora", state, False, due, None, None, None, None, None, note, None, None)


@given(st.sampled_from(Rhythm), st.integers(0, 6), st.sampled_from(Rhythm), st.integers(0, 6), st.integers(1, 8))
def test_a_change_gives_each_session_one_slot_of_the_club_in_the_same_order(
    rhythm: Rhythm, weekday: int, new_rhythm: Rhythm, new_weekday: int, count: int
) -> None:
    days = slots(club(rhythm, weekday), count)
    changed = club(new_rhythm, new_weekday)
    found = new_days(changed, days, ())
    moved = [(day, new) for day, new in sorted(found.items()) if new is not None]
    assert set(found) == set(days)
    assert [new for _, new in moved] == sorted({new for _, new in moved})
    assert {new for _, new in moved} <= set(slots(changed, 60))


@given(st.sampled_from(Rhythm), st.integers(0, 6), st.integers(1, 8))
def test_without_a_change_every_session_stays(rhythm: Rhythm, weekday: int, count: int) -> None:
    here = club(rhythm, weekday)
    days = slots(here, count)
    assert new_days(here, days, ()) == {day: day for day in days}


def test_a_session_in_a_slot_that_has_its_week_stays_there() -> None:
    day = slots(club(), 1)[0]
    assert new_days(club(weekday=2), [day], [day]) == {}


def test_a_session_in_a_break_is_off() -> None:
    first, second, third = slots(club(), 3)
    here = club(breaks=(Break(second, second),))
    assert new_days(here, [first, second, third], ()) == {first: first, second: None, third: third}


def stored(here: Club, day: date, state: MeetingState) -> SessionMeeting:
    at = here.timetable.instant_on(day) + timedelta(days=3)
    return SessionMeeting(1, 1, day, None, Meeting(at, at + timedelta(hours=1), None), True, state, NOW)


def test_the_stored_meeting_comes_before_the_plan() -> None:
    here = club()
    day = slots(here, 1)[0]
    planned, cancelled = (stored(here, day, state) for state in MeetingState)
    assert held_in(here, day, None, {day: planned}) == planned.meeting
    assert held_in(here, day, None, {day: cancelled}) is None
    by_plan = held_in(here, day, None, {})
    assert by_plan is not None
    assert by_plan.starts_at == datetime(2026, 1, 6, 18, tzinfo=UTC)


def test_a_posted_week_from_before_the_plan_has_no_meeting() -> None:
    here = club()
    day = slots(here, 1)[0]
    assert held_in(here, day, row(here, day, WeekState.READING), {}) is None
    assert held_in(here, day, row(here, day, WeekState.PLANNED), {}) is not None


def test_a_paper_goes_on_in_a_meeting_unless_its_slot_is_in_a_break() -> None:
    day = slots(club(), 2)[1]
    further = row(club(), day, WeekState.SKIPPED, Note(NoteCode.CONTINUES, {"week": 1, "part": 2, "of": 2}))
    assert held_in(club(), day, further, {}) is not None
    assert held_in(club(breaks=(Break(day, day),)), day, further, {}) is None
