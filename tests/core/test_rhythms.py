"""Any rhythm, in every time zone: exactly one slot a period, over ten years and clock changes, and none in a break."""

from __future__ import annotations

from calendar import monthcalendar
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise

import pytest
import tzdata
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar.breaks import Break
from bot.core.calendar.rhythm import Rhythm, day_in_period, next_period, period_of
from bot.core.calendar.timetable import Timetable
from bot.core.calendar.weekly_slot import WeeklySlot, zone_names, zone_of

ZONES = sorted(zone_names())
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Zones that once skipped a whole day, with a day of that week: slots on the skipped day come at the next midnight.
SKIPPED = [("Pacific/Apia", date(2011, 12, 30)), ("Pacific/Fakaofo", date(2011, 12, 30))]
SKIPPED += [("Pacific/Kwajalein", date(1993, 8, 21)), ("Pacific/Kiritimati", date(1994, 12, 31))]
MONTHLY = [Rhythm.FIRST, Rhythm.SECOND, Rhythm.THIRD, Rhythm.FOURTH, Rhythm.LAST]

RHYTHMS, WEEKDAYS = st.sampled_from(Rhythm), st.integers(0, 6)
DAYS = st.dates(date(2005, 1, 1), date(2034, 12, 31))
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
SLOTS = st.builds(WeeklySlot, WEEKDAYS, st.times().map(lambda at: at.replace(microsecond=0)), st.sampled_from(ZONES))
BREAKS = st.lists(
    st.builds(lambda first, days: Break(first, first + days * DAY), DAYS, st.integers(0, 100)), max_size=4
).map(tuple)
TIMETABLES = st.builds(Timetable, SLOTS, RHYTHMS, DAYS, BREAKS)


def walked(table: Timetable, first: date, years: int) -> tuple[list[date], list[datetime]]:
    """Every slot in those years, found from instant to instant as the bot does after each post."""
    moment, end = datetime.combine(first, time(), UTC), first + years * 365 * DAY
    days: list[date] = []
    while not days or days[-1] < end:
        days.append(table.next_after(moment))
        moment = table.instant_on(days[-1])
    return days, [table.instant_on(day) for day in days]


def weeks_apart(table: Timetable, days: list[date]) -> set[int]:
    """How many weeks lie between slots, read off the calendar alone."""
    assert {day.weekday() for day in days} == {table.slot.weekday}
    return {(later - earlier).days // 7 for earlier, later in pairwise(days)}


def in_month(day: date, rhythm: Rhythm) -> bool:
    """Whether the day is the rhythm's of its month, by the printed calendar."""
    printed = [week[day.weekday()] for week in monthcalendar(day.year, day.month) if week[day.weekday()]]
    return day.day == printed[-1 if rhythm is Rhythm.LAST else MONTHLY.index(rhythm)]


def is_regular(table: Timetable, days: list[date], moments: list[datetime]) -> bool:
    steps = weeks_apart(table, days)
    if table.rhythm in MONTHLY:
        months = [day.year * 12 + day.month for day in days]
        is_even = months == list(range(months[0], months[0] + len(months)))
        is_even = is_even and all(in_month(day, table.rhythm) for day in days)
    else:
        is_even = steps == {int(table.rhythm.value[0]) if table.rhythm is not Rhythm.WEEKLY else 1}
    late = [moment - datetime.combine(day, table.slot.at, UTC) for day, moment in zip(days, moments, strict=True)]
    return is_even and moments == sorted(set(moments)) and max(map(abs, late)) < timedelta(hours=40)


@pytest.mark.parametrize("rhythm", [Rhythm.TWO_WEEKS, Rhythm.LAST])
def test_every_period_has_its_slot_in_every_zone(rhythm: Rhythm) -> None:
    """Time zones with the same rules are tested once. Clocks mostly change on Sundays, often the last of a month."""
    by_rules = {resources.files(tzdata).joinpath("zoneinfo", zone).read_bytes(): zone for zone in ZONES}
    assert len(by_rules) > 300
    tables = [Timetable(WeeklySlot(6, time(2, 30), zone), rhythm) for zone in by_rules.values()]
    assert [table.slot.zone for table in tables if not is_regular(table, *walked(table, date(2024, 1, 1), 10))] == []


@settings(max_examples=150)
@given(SLOTS, RHYTHMS, DAYS, st.dates(date(2005, 1, 1), date(2024, 1, 1)))
def test_every_period_of_ten_years_has_its_slot(slot: WeeklySlot, rhythm: Rhythm, anchor: date, first: date) -> None:
    table = Timetable(slot, rhythm, anchor)
    days, moments = walked(table, first, 10)
    assert is_regular(table, days, moments)
    periods = [table.period_of(day) for day in days]
    assert periods[1:] == [next_period(start, rhythm) for start in periods[:-1]]


@pytest.mark.parametrize(("zone", "skipped"), SKIPPED)
@pytest.mark.parametrize("rhythm", Rhythm)
@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_skipped_day_loses_no_slot(zone: str, skipped: date, rhythm: Rhythm, offset: int) -> None:
    day = skipped + offset * DAY
    table = Timetable(WeeklySlot(day.weekday(), time(12), zone), rhythm, anchor=day)
    days, moments = walked(table, date(skipped.year - 2, 1, 1), 10)
    assert is_regular(table, days, moments)
    assert day in days or rhythm.weeks is None
    assert all(
        moment.astimezone(zone_of(zone)).date() == day + (day == skipped) * DAY
        for day, moment in zip(days, moments, strict=True)
    )


@given(TIMETABLES, MOMENTS)
def test_the_next_slot_is_the_first_outside_of_breaks(table: Timetable, moment: datetime) -> None:
    """By looking at each day in turn."""
    zone = zone_of(table.slot.zone)
    day = moment.astimezone(zone).date() - 2 * DAY
    while True:
        start = table.period_of(day)
        at = table.instant_on(day)
        in_break = any(one.first <= at.astimezone(zone).date() <= one.last for one in table.breaks)
        if day == day_in_period(start, table.slot.weekday, table.rhythm) and at > moment and not in_break:
            break
        day += DAY
    assert table.next_after(moment) == day


@given(DAYS, RHYTHMS, DAYS, WEEKDAYS)
def test_periods_leave_no_gap_and_have_one_day_each(day: date, rhythm: Rhythm, anchor: date, weekday: int) -> None:
    start = period_of(day, rhythm, anchor)
    after = next_period(start, rhythm)
    assert start <= day < after
    assert {period_of(start + number * DAY, rhythm, anchor) for number in range((after - start).days)} == {start}
    assert period_of(after, rhythm, anchor) == after
    assert start <= day_in_period(start, weekday, rhythm) < after
    assert rhythm.weeks is None or (
        period_of(anchor, rhythm, anchor) <= anchor < period_of(anchor, rhythm, anchor) + WEEK
    )


@given(SLOTS, MOMENTS, st.one_of(st.none(), st.integers(-10, 10)), st.integers(0, 60), DAYS)
def test_a_weekly_club_without_breaks_notices_nothing(
    slot: WeeklySlot, moment: datetime, ago: int | None, later: int, anchor: date
) -> None:
    table = Timetable(slot, anchor=anchor)
    first = slot.next_after(moment)
    last = None if ago is None else moment.date() - ago * DAY
    assert table.next_after(moment) == first
    assert table.following(first) == first + WEEK
    assert table.days_between(first, moment + later * DAY) == slot.days_between(first, moment + later * DAY)
    soon = next(day for day in (first + week * WEEK for week in range(9)) if last is None or day - last >= 4 * DAY)
    assert table.first_slot(moment, last) == soon


@given(TIMETABLES, MOMENTS, st.integers(0, 200))
def test_missed_slots_are_all_returned_once(table: Timetable, since: datetime, days: int) -> None:
    until = since + days * DAY
    first = table.next_after(since)
    missed = table.days_between(first, until)
    assert missed == sorted(set(missed))
    assert all(since < table.instant_on(day) <= until and table.is_free(day) for day in missed)
    assert len({table.period_of(day) for day in missed}) == len(missed)
    assert table.next_after(until) == (table.following(missed[-1]) if missed else first)


@given(TIMETABLES, MOMENTS, st.data())
def test_a_slot_moved_inside_its_period_is_its_only_one(
    table: Timetable, moment: datetime, data: st.DataObject
) -> None:
    day = table.next_after(moment)
    start = table.period_of(day)
    end = next_period(start, table.rhythm)
    moved = start + data.draw(st.integers(0, (end - start).days - 1)) * DAY
    assert table.following(moved) == table.following(day) >= end


@given(TIMETABLES, RHYTHMS, WEEKDAYS, MOMENTS)
def test_a_change_of_rhythm_or_weekday_gives_no_period_two_slots(
    table: Timetable, rhythm: Rhythm, weekday: int, moment: datetime
) -> None:
    last = table.next_after(moment)
    slot = WeeklySlot(weekday, table.slot.at, table.slot.zone)
    changed = Timetable(slot, rhythm, last, table.breaks)
    after = changed.first_slot(table.instant_on(last), last)
    assert after - last >= timedelta(days=4)
    assert rhythm is Rhythm.WEEKLY or changed.period_of(after) > changed.period_of(last)


def test_slots_of_a_real_year() -> None:
    berlin = WeeklySlot(6, time(18), "Europe/Berlin")
    summer = Break(date(2026, 7, 20), date(2026, 9, 1), "Summer")
    biweekly = Timetable(berlin, Rhythm.TWO_WEEKS, date(2026, 6, 3), (summer,))
    days = walked(biweekly, date(2026, 6, 1), 1)[0][:5]
    assert days == [date(2026, *day) for day in [(6, 7), (6, 21), (7, 5), (7, 19), (9, 13)]]
    monthly = Timetable(berlin, Rhythm.LAST, breaks=(summer,))
    days = walked(monthly, date(2026, 6, 1), 1)[0][:3]
    assert days == [date(2026, 6, 28), date(2026, 9, 27), date(2026, 10, 25)]
