"""A session keeps its identity in calendars when its club meets more or less often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.calendar_files.calendar import uid_of
from bot.core.calendar_files.sessions import PERIODS, Plans
from tests.core.test_calendar_files import MONDAY_SEVEN, NOW, club, told, week

if TYPE_CHECKING:
    from bot.core.meetings.plan import MeetingPlan


@pytest.mark.parametrize("rhythm", [Rhythm.TWO_WEEKS, Rhythm.FIRST, Rhythm.LAST])
@pytest.mark.parametrize("plan", [None, MONDAY_SEVEN])
def test_a_session_that_stays_keeps_its_identity_when_the_rhythm_changes(
    rhythm: Rhythm, plan: MeetingPlan | None
) -> None:
    weekly = club(meeting=plan)
    posted = Plans([week(weekly, date(2026, 3, 1))])
    before = told(weekly, {}, NOW, posted)
    slower = replace(weekly, settings=replace(weekly.settings, rhythm=rhythm), anchor=date(2026, 3, 1))
    day = slower.timetable.following(date(2026, 3, 1))
    slower = replace(slower, next_slot=day, next_due=slower.timetable.instant_on(day))
    after = told(slower, before, NOW, posted)
    uids = {one.starts_at: uid_of(weekly, one) for one in before.values()}
    stayed = [one for one in after.values() if one.starts_at in uids and not one.is_cancelled]
    assert stayed
    assert all(uid_of(slower, one) == uids[one.starts_at] for one in stayed)
    # Nothing is told twice, and asking again changes nothing.
    assert len({one.starts_at for one in after.values()}) == len(after)
    assert told(slower, after, NOW, posted) == after


def test_a_session_that_takes_place_has_an_identity_of_its_own_in_any_change_of_rhythm() -> None:
    """June 1 is a Monday: the first day of a weekly club's period, and of a monthly club's."""
    may = datetime(2026, 5, 10, tzinfo=UTC)
    monthly = club(may, slot=WeeklySlot(0, time(18), "Europe/Berlin"), rhythm=Rhythm.THIRD)
    before = told(monthly, {}, may)
    weekly = replace(monthly, settings=replace(monthly.settings, rhythm=Rhythm.WEEKLY), anchor=None)
    after = told(weekly, before, may)
    assert sum(not one.is_cancelled for one in after.values()) == PERIODS
    kept = {one.slot: period for period, one in before.items()}
    assert all(period == kept.get(one.slot, period) for period, one in after.items())
    assert told(weekly, after, may) == after
