"""A club that is resumed: its next slot is ahead, and never in the period of its last one, wherever that was moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.rhythm import next_period
from bot.core.clubs.club import ClubSettings, new_club
from bot.core.clubs.rescheduling import next_slot
from tests.core.test_rhythms import DAY, DAYS, TIMETABLES

if TYPE_CHECKING:
    from datetime import date

    from bot.core.calendar.timetable import Timetable


@given(TIMETABLES, DAYS, st.integers(0, 31), st.integers(0, 60))
def test_no_period_has_two_slots_after_a_pause(table: Timetable, day: date, moved: int, paused: int) -> None:
    settings = ClubSettings("Papers", 1, False, table.slot, rhythm=table.rhythm)
    club = new_club(settings, 1, "token", table.slot.instant_on(day))
    club = replace(club, next_slot=None, anchor=table.anchor, breaks=table.breaks)
    assert club.timetable == table
    period = table.period_of(day)
    last = period + (moved % (next_period(period, table.rhythm) - period).days) * DAY
    now = table.instant_on(last) + timedelta(minutes=1) + paused * DAY
    resumed = next_slot(club, now, last)
    assert table.instant_on(resumed) > now
    assert table.period_of(resumed) > period
    assert table.is_free(resumed)
