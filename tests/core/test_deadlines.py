"""After an outage of any length, in any zone and with any settings, members keep full days and no dates contradict."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.weekly_slot import days_later, zone_of
from bot.core.reviews.reallocation import release_at
from bot.core.weeks.deadlines import when_logs_close, when_reminded_late, when_reviewers_hear, when_reviews_were_missed
from bot.core.weeks.week import LATE_AFTER, Dates, Step, after_full_days, dates_from, next_step
from tests.core.test_weeks import MOMENTS, SETTINGS, SLOTS

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.calendar.weekly_slot import WeeklySlot
    from bot.core.clubs.club import ClubSettings

OUTAGES = st.one_of(
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.timedeltas(timedelta(minutes=10), timedelta(minutes=20)),
    st.sampled_from([timedelta(days=days) for days in range(15)]),
)


@given(SLOTS, MOMENTS, st.integers(1, 14))
def test_full_days_end_at_the_slots_time_of_day(slot: WeeklySlot, start: datetime, days: int) -> None:
    due = after_full_days(start, days, slot)
    assert due >= days_later(start, days, slot.zone)
    assert due - days_later(start, days, slot.zone) <= timedelta(days=2, hours=3)
    local = due.astimezone(zone_of(slot.zone))
    # If a clock change skips the slot's time, the deadline is the first moment after the gap.
    assert local.time() >= slot.at or slot.instant_on(local.date()) == due


@given(SETTINGS, MOMENTS)
def test_whenever_a_post_is_made_its_members_have_the_full_days(settings: ClubSettings, start: datetime) -> None:
    zone = settings.slot.zone
    dates = dates_from(start, settings)
    assert dates.logs_due >= days_later(start, settings.log_days, zone)
    assert dates.reviews_due >= days_later(dates.logs_due, settings.review_days, zone)


@given(SETTINGS, MOMENTS, OUTAGES)
def test_reviewers_named_late_have_the_full_days(settings: ClubSettings, start: datetime, away: timedelta) -> None:
    planned = dates_from(start, settings)
    back = planned.logs_due + away
    dates = when_logs_close(planned, back, settings)
    assert dates.reviews_due >= days_later(back - LATE_AFTER, settings.review_days, settings.slot.zone)
    assert dates.reviews_due >= planned.reviews_due
    if away <= LATE_AFTER:
        assert dates == planned
    _require_order(dates, start, back)
    moment = timedelta(minutes=1)
    # Telling them a moment later moves nothing again, unless that moment is what makes it late.
    if not LATE_AFTER - moment < away <= LATE_AFTER:
        assert when_reviewers_hear(dates, back + moment, settings) in {dates, planned}


@given(SETTINGS, MOMENTS, OUTAGES)
def test_reviewers_told_late_have_the_full_days(settings: ClubSettings, start: datetime, away: timedelta) -> None:
    planned = dates_from(start, settings)
    heard = planned.logs_due + away
    dates = when_reviewers_hear(planned, heard, settings)
    assert dates.reviews_due >= days_later(heard - LATE_AFTER, settings.review_days, settings.slot.zone)
    if dates == planned:
        return
    assert dates.logs_due == heard
    _require_order(dates, start, heard)


@given(SETTINGS, MOMENTS, OUTAGES)
def test_reviews_due_during_an_outage_get_the_full_days_again(
    settings: ClubSettings, start: datetime, away: timedelta
) -> None:
    planned = dates_from(start, settings)
    back = planned.reviews_due + away
    dates = when_reviews_were_missed(planned, back, settings)
    assert dates.reviews_due >= days_later(back, settings.review_days, settings.slot.zone)
    step = next_step(dates, start, Step.CLOSE_LOGS)
    assert step
    assert step[1] >= back
    assert step[0] is Step.REMIND_REVIEWS


@given(SETTINGS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=14)))
def test_a_late_reminder_leaves_the_last_day(settings: ClubSettings, start: datetime, away: timedelta) -> None:
    planned = dates_from(start, settings)
    due = next_step(planned, start, Step.CLOSE_LOGS)
    assert due
    back = due[1] + away
    if back >= planned.reviews_due:
        return
    dates = when_reminded_late(planned, back, settings)
    assert dates.reviews_due >= planned.reviews_due
    assert dates.reviews_due - back >= min(timedelta(days=1), planned.reviews_due - due[1]) - LATE_AFTER
    if away <= LATE_AFTER:
        assert dates == planned


def _require_order(dates: Dates, start: datetime, now: datetime) -> None:
    """Nothing is due immediately, and everyone has half of the time before reviews are open to all."""
    done, last = Step.CLOSE_LOGS, now - LATE_AFTER
    while step := next_step(dates, start, done):
        done, at = step
        assert at > last
        last = at
    assert done is Step.CLOSE_REVIEWS
    release = release_at(dates.logs_due, dates.reviews_due)
    assert release - now >= (dates.reviews_due - now) / 2 - LATE_AFTER
