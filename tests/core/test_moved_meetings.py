"""To which days a session's meeting can move."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.breaks import Break, MoveIntoBreakError
from bot.core.calendar.timetable import Timetable
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.errors import NotNowError
from bot.core.meetings.moving import (
    MeetingDays,
    MeetingInPastError,
    MeetingOutsideOfSessionError,
    moved_meeting,
)
from bot.core.meetings.plan import MeetingPlan

FIRST, LAST = date(2026, 3, 22), date(2026, 3, 29)
DAYS, DAY = MeetingDays(FIRST, LAST), timedelta(days=1)
TABLE = Timetable(WeeklySlot(6, time(18), "Europe/Berlin"), breaks=(Break(date(2026, 3, 27), date(2026, 3, 27)),))
BEFORE = datetime(2026, 3, 20, tzinfo=UTC)
LUNCH, EVENING = MeetingPlan(3, time(12)), MeetingPlan(3, time(19))


def test_it_can_be_on_any_day_until_the_next_post() -> None:
    assert moved_meeting(EVENING, FIRST, DAYS, TABLE, BEFORE).starts_at.isoformat() == "2026-03-22T18:00:00+00:00"
    assert moved_meeting(LUNCH, LAST, DAYS, TABLE, BEFORE).starts_at.isoformat() == "2026-03-29T10:00:00+00:00"


@pytest.mark.parametrize("day", [FIRST - DAY, LAST, LAST + DAY, date(9999, 12, 31)])
def test_it_cannot_be_before_its_post_or_after_the_next(day: date) -> None:
    with pytest.raises(MeetingOutsideOfSessionError) as refused:
        moved_meeting(EVENING, day, DAYS, TABLE, BEFORE)
    # In the evening of the last day, the next post is there already.
    assert (refused.value.first, refused.value.last) == (FIRST, LAST - DAY)
    with pytest.raises(MeetingOutsideOfSessionError) as refused:
        moved_meeting(LUNCH, LAST + DAY, DAYS, TABLE, BEFORE)
    assert refused.value.last == LAST


def test_it_cannot_be_in_the_past_or_in_a_break() -> None:
    with pytest.raises(MeetingInPastError):
        moved_meeting(LUNCH, FIRST + DAY, DAYS, TABLE, datetime(2026, 3, 23, 11, tzinfo=UTC))
    with pytest.raises(MoveIntoBreakError):
        moved_meeting(LUNCH, date(2026, 3, 27), DAYS, TABLE, BEFORE)


@given(st.dates(), st.integers(0, 6), st.times().map(lambda at: at.replace(microsecond=0)))
def test_whatever_a_press_says_the_meeting_stays_with_its_session(day: date, weekday: int, at: time) -> None:
    try:
        moved = moved_meeting(MeetingPlan(weekday, at), day, DAYS, TABLE, BEFORE)
    except NotNowError:
        return
    assert moved.starts_at <= TABLE.instant_on(LAST)
    assert moved.starts_at.date() >= FIRST - DAY
