"""When a session's meeting takes place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar.breaks import Break, break_at
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.timetable import Timetable
from bot.core.calendar.weekly_slot import WEEK, WeeklySlot, zone_names, zone_of
from bot.core.meetings.plan import (
    MINUTES,
    MeetingIncompleteError,
    MeetingLengthError,
    MeetingPlan,
    Place,
    PlaceKind,
    changed_plan,
    day_of,
    has_meeting,
    meeting_by_plan,
    meeting_of,
    meeting_on,
)

SUNDAY, THURSDAY = 6, 3
SLOT = WeeklySlot(SUNDAY, time(18), "Europe/Berlin")
TABLE = Timetable(SLOT)
PLAN = MeetingPlan(THURSDAY, time(19))
DAY = date(2026, 3, 22)

zones = st.sampled_from(sorted(zone_names()))
times = st.times().map(lambda at: at.replace(microsecond=0, second=0))
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
plans = st.builds(MeetingPlan, st.integers(0, 6), times, st.sampled_from(MINUTES))
slots = st.builds(WeeklySlot, st.integers(0, 6), times, zones)
tables = st.builds(Timetable, slots, st.sampled_from(Rhythm), days)


def test_meets_on_the_first_such_day_after_the_post() -> None:
    held = meeting_of(PLAN, DAY, TABLE)
    assert day_of(held, SLOT.zone) == date(2026, 3, 26)
    assert held.starts_at.astimezone(zone_of(SLOT.zone)).time() == time(19)
    assert held.ends_at - held.starts_at == timedelta(hours=1)


def test_keeps_its_wall_clock_time_over_a_clock_change() -> None:
    on_change = meeting_of(MeetingPlan(SUNDAY, time(17)), DAY, TABLE)
    assert on_change.starts_at.astimezone(zone_of(SLOT.zone)).isoformat() == "2026-03-29T17:00:00+02:00"


def test_meets_on_the_day_of_the_post_if_that_is_later() -> None:
    assert day_of(meeting_of(MeetingPlan(SUNDAY, time(19)), DAY, TABLE), SLOT.zone) == DAY


def test_meets_a_week_later_if_it_would_be_with_the_post() -> None:
    assert day_of(meeting_of(MeetingPlan(SUNDAY, time(18)), DAY, TABLE), SLOT.zone) == DAY + WEEK


@given(zones, times, days, plans)
def test_is_always_within_a_week_of_the_post(zone: str, posted: time, day: date, plan: MeetingPlan) -> None:
    slot = WeeklySlot(day.weekday(), posted, zone)
    held, posted_at = meeting_of(plan, day, Timetable(slot)), slot.instant_on(day)
    # A zone that skips a whole day makes one week longer.
    assert timedelta(0) < held.starts_at - posted_at <= WEEK + timedelta(days=1, hours=2)
    assert held.ends_at - held.starts_at == timedelta(minutes=plan.minutes)


@given(zones, days, plans, st.integers(0, 40), st.integers(0, 40))
def test_never_meets_in_a_break(zone: str, day: date, plan: MeetingPlan, wait: int, length: int) -> None:
    slot = WeeklySlot(day.weekday(), time(18), zone)
    first = day + timedelta(days=wait)
    breaks = (Break(first, first + timedelta(days=length)),)
    held = meeting_of(plan, day, Timetable(slot, breaks=breaks))
    assert break_at(held.starts_at, breaks, zone) is None
    assert held.starts_at >= meeting_of(plan, day, Timetable(slot)).starts_at


@given(zones, days, plans, st.integers(0, 20), st.integers(0, 20))
def test_no_break_brings_two_sessions_to_one_meeting(
    zone: str, day: date, plan: MeetingPlan, wait: int, length: int
) -> None:
    first = day + timedelta(days=wait)
    table = Timetable(WeeklySlot(day.weekday(), time(18), zone), breaks=(Break(first, first + timedelta(days=length)),))
    slots = [slot for slot in table.coming(day, 5) if has_meeting(plan, slot, table)]
    held = [meeting_of(plan, slot, table).starts_at for slot in slots]
    assert held == sorted(set(held))
    assert has_meeting(plan, day, Timetable(table.slot))


@settings(max_examples=300)
@given(
    tables,
    days,
    plans,
    st.lists(st.integers(0, 40), min_size=6, max_size=6),
    st.tuples(st.integers(0, 60), st.integers(0, 40)),
)
def test_no_move_of_a_post_brings_two_sessions_to_one_meeting(
    table: Timetable, start: date, plan: MeetingPlan, moves: list[int], pause: tuple[int, int]
) -> None:
    """Any day of its period is one to which an organizer can move a post, if no break covers it."""
    first = start + timedelta(days=pause[0])
    table = replace(table, breaks=(Break(first, first + timedelta(days=pause[1])),))
    usual = table.coming(table.following(start), 6)
    moved = [table.period_of(day) + timedelta(days=move) for day, move in zip(usual, moves, strict=True)]
    slots = [
        to if table.period_of(to) == table.period_of(day) and table.is_free(to) else day
        for day, to in zip(usual, moved, strict=True)
    ]
    held = {day: meeting_by_plan(plan, day, table) for day in slots}
    begins = [meeting.starts_at for meeting in held.values() if meeting]
    assert begins == sorted(set(begins))
    for day, meeting in held.items():
        assert meeting is None or meeting.starts_at > table.instant_on(day)
    # A post that stays, or moves to a day before, keeps its meeting.
    for day, to in zip(usual, slots, strict=True):
        assert to > day or held[to] == meeting_by_plan(plan, day, table)


def test_a_post_that_moves_behind_its_meeting_leaves_it_out() -> None:
    monday = Timetable(WeeklySlot(0, time(18), "Europe/Berlin"))
    wednesday, day = MeetingPlan(2, time(19)), date(2026, 1, 12)
    assert meeting_by_plan(wednesday, day + timedelta(days=5), monday) is None
    # In a rhythm of two weeks, there is time for another.
    slower = replace(monday, rhythm=Rhythm.TWO_WEEKS, anchor=day)
    later = meeting_by_plan(wednesday, day + timedelta(days=5), slower)
    assert later
    assert day_of(later, "Europe/Berlin") == date(2026, 1, 21)
    assert meeting_by_plan(wednesday, day + timedelta(days=5), slower, taken={later.starts_at}) is None


@given(zones, times, days)
def test_moves_to_a_day_at_its_usual_time(zone: str, at: time, day: date) -> None:
    held = meeting_on(MeetingPlan(THURSDAY, at, 90), day, zone)
    assert held.starts_at == WeeklySlot(day.weekday(), at, zone).instant_on(day)
    assert held.ends_at - held.starts_at == timedelta(minutes=90)


@pytest.mark.parametrize("minutes", [14, 481, 0, -60])
def test_refuses_a_length_that_is_none(minutes: int) -> None:
    with pytest.raises(MeetingLengthError):
        MeetingPlan(THURSDAY, time(19), minutes)


@pytest.mark.parametrize("weekday", [-1, 7, 1_000_000_000])
def test_refuses_a_damaged_weekday(weekday: int) -> None:
    with pytest.raises(ValueError, match="is no weekday"):
        MeetingPlan(weekday, time(19))


def test_needs_a_day_and_a_time_first() -> None:
    with pytest.raises(MeetingIncompleteError) as refusal:
        changed_plan(None, {"weekday": 3})
    assert (refusal.value.has_day, refusal.value.has_time) == (True, False)
    assert changed_plan(None, {"weekday": 3, "at": time(19)}) == PLAN
    assert changed_plan(PLAN, {"minutes": 90}) == MeetingPlan(THURSDAY, time(19), 90)
    assert changed_plan(PLAN, {}) is PLAN
    assert changed_plan(None, {}) is None


def test_a_place_is_a_channel_or_a_link() -> None:
    assert Place(PlaceKind.VOICE, 5).channel_id == 5
    assert Place(PlaceKind.LINK, link="https://meet.example.org").link
    for kind, channel_id, link in ((PlaceKind.VOICE, None, ""), (PlaceKind.LINK, 5, ""), (PlaceKind.STAGE, 5, "x")):
        with pytest.raises(ValueError, match="is no place"):
            Place(kind, channel_id, link)
