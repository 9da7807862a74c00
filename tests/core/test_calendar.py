"""One slot per week, in every time zone over ten years: none missing, none twice, all in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise

import pytest
import tzdata
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.weekly_slot import WeeklySlot, days_later, instant, zone_names, zone_of

ZONES = sorted(zone_names())
YEARS = range(2022, 2033)
FIRST, LAST = datetime.fromisoformat("2005-01-01"), datetime.fromisoformat("2035-01-01")
WALLS = st.datetimes(FIRST, LAST).map(lambda wall: wall.replace(microsecond=0))
SLOTS = st.builds(
    WeeklySlot, st.integers(0, 6), st.times().map(lambda at: at.replace(microsecond=0)), st.sampled_from(ZONES)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slots_of(zone: str, weekday: int, at: time) -> tuple[list[date], list[datetime]]:
    """Every slot in those years: its day and its instant."""
    slot, moment = WeeklySlot(weekday, at, zone), datetime(YEARS[0], 1, 1, tzinfo=UTC)
    days: list[date] = []
    moments: list[datetime] = []
    while moment.year < YEARS[-1]:
        days.append(slot.next_after(moment))
        moment = slot.instant_on(days[-1])
        moments.append(moment)
    return days, moments


def is_weekly(weekday: int, days: list[date], moments: list[datetime]) -> bool:
    return (
        all(later - earlier == timedelta(days=7) for earlier, later in pairwise(days))
        and all(timedelta(days=5) < later - earlier < timedelta(days=9) for earlier, later in pairwise(moments))
        and {day.weekday() for day in days} == {weekday}
    )


@pytest.mark.parametrize(("weekday", "at"), [(6, time(2, 30)), (5, time(0, 0)), (0, time(23, 59))])
def test_every_week_has_its_slot_in_every_zone(weekday: int, at: time) -> None:
    """Time zones with the same rules are tested once."""
    by_rules = {resources.files(tzdata).joinpath("zoneinfo", zone).read_bytes(): zone for zone in ZONES}
    assert len(by_rules) > 300
    assert [zone for zone in by_rules.values() if not is_weekly(weekday, *slots_of(zone, weekday, at))] == []


def test_every_zone_is_known() -> None:
    assert [zone for zone in ZONES if zone_of(zone).key != zone] == []


@given(SLOTS, WALLS)
def test_the_next_slot_is_the_first_one_ahead(slot: WeeklySlot, wall: datetime) -> None:
    moment = wall.replace(tzinfo=UTC)
    day = slot.next_after(moment)
    assert slot.instant_on(day - timedelta(days=7)) <= moment < slot.instant_on(day)


@given(WALLS, st.sampled_from(ZONES))
def test_slots_keep_their_local_time_or_move_behind_a_clock_change(wall: datetime, zone: str) -> None:
    shown = instant(wall, zone).astimezone(zone_of(zone)).replace(tzinfo=None)
    assert shown >= wall
    if shown != wall:
        just_before = (instant(wall, zone) - timedelta(seconds=1)).astimezone(zone_of(zone)).replace(tzinfo=None)
        assert just_before < wall


@given(WALLS, st.sampled_from(ZONES), st.integers(0, 30))
def test_later_local_times_are_never_earlier_instants(wall: datetime, zone: str, hours: int) -> None:
    later = instant(wall + timedelta(days=1, hours=hours), zone)
    assert instant(wall, zone) <= later


@pytest.mark.parametrize(
    ("wall", "zone", "moment"),
    [
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00"),  # skipped: 02:00 jumps to 03:00
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30"),  # occurs twice: the first
        ("2026-07-01T18:00", "Europe/Berlin", "2026-07-01T16:00"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30"),  # half an hour is skipped
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00"),  # a whole day was skipped
        ("2026-04-24T00:00", "Africa/Cairo", "2026-04-23T22:00"),  # midnight itself is skipped
    ],
)
def test_slots_around_clock_changes(wall: str, zone: str, moment: str) -> None:
    assert instant(datetime.fromisoformat(wall), zone) == utc(moment)


def test_days_later_keeps_the_local_time() -> None:
    assert days_later(utc("2026-03-26T17:00"), 5, "Europe/Berlin") == utc("2026-03-31T16:00")


@given(SLOTS, WALLS, st.integers(0, 60))
def test_missed_slots_are_all_returned_once(slot: WeeklySlot, wall: datetime, days: int) -> None:
    since = wall.replace(tzinfo=UTC)
    until = since + timedelta(days=days)
    first = slot.next_after(since)
    missed = slot.days_between(first, until)
    assert missed == [first + timedelta(days=7 * week) for week in range(len(missed))]
    assert all(since < slot.instant_on(day) <= until for day in missed)
    assert slot.next_after(until) == first + timedelta(days=7 * len(missed))


def test_a_date_keeps_its_slot_after_a_change_of_zone() -> None:
    berlin = WeeklySlot(6, time(18), "Europe/Berlin")
    auckland = WeeklySlot(6, time(18), "Pacific/Auckland")
    assert (
        berlin.next_after(utc("2026-11-24T12:00")) == auckland.next_after(utc("2026-11-24T12:00")) == date(2026, 11, 29)
    )
