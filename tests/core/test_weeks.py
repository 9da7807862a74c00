"""Decisions about a week: which slot, which step, which paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.timetable import LEAST_APART, Timetable
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import ClubSettings
from bot.core.weeks.week import (
    LATE_AFTER,
    Answer,
    Dates,
    DueSlots,
    GivenAnswer,
    Step,
    after_press,
    choose_paper,
    dates_at_sending,
    dates_from,
    due_slots,
    is_pointless,
    next_step,
    picture_name,
    pictured_paper,
    queue_after,
    reminded_in,
    reminder_parts,
    upcoming_papers,
)
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE

if TYPE_CHECKING:
    from bot.core.papers.paper import Paper

CATALOG = load_catalog(PAPERS_FILE)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")
MOMENTS = st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-01-01")).map(
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
SLOTS = st.builds(
    WeeklySlot,
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
)
SETTINGS = st.builds(
    lambda slot, logs, reviews: ClubSettings("Club", 1, False, slot, log_days=logs, review_days=reviews),
    SLOTS,
    st.integers(1, 14),
    st.integers(1, 14),
)


@given(SETTINGS, MOMENTS)
def test_every_week_has_both_ends_in_order_and_no_reminder_after_its_deadline(
    settings: ClubSettings, start: datetime
) -> None:
    dates = dates_from(start, settings)
    assert start < dates.logs_due < dates.reviews_due
    done: Step | None = None
    taken: list[tuple[Step, datetime]] = []
    while step := next_step(dates, start, done):
        taken.append(step)
        done = step[0]
    steps, times = zip(*taken, strict=True)
    assert [step for step in steps if step in {Step.CLOSE_LOGS, Step.CLOSE_REVIEWS}] == [
        Step.CLOSE_LOGS,
        Step.CLOSE_REVIEWS,
    ]
    assert list(times) == sorted(times)
    assert all(start < at for at in times)
    assert list(steps) == [step for step in Step if step in steps]


@given(SETTINGS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_late_post_gives_as_many_days(settings: ClubSettings, start: datetime, delay: timedelta) -> None:
    sent = start + delay
    dates = dates_at_sending(dates_from(start, settings), sent, settings)
    assert dates.logs_due > sent - LATE_AFTER
    assert dates in {dates_from(sent, settings), dates_from(start, settings)}
    if delay <= LATE_AFTER:
        assert (
            dates_at_sending(dates_from(sent - delay, settings), sent, settings).logs_due
            <= dates_from(sent, settings).logs_due
        )
    if delay > timedelta(days=1, hours=2):
        assert dates == dates_from(sent, settings)


@given(SLOTS, MOMENTS, st.integers(0, 60))
def test_of_the_missed_slots_the_newest_is_posted(slot: WeeklySlot, start: datetime, days: int) -> None:
    first = slot.next_after(start)
    now = start + timedelta(days=days)
    due = due_slots(Timetable(slot), first, now)
    if due is None:
        assert slot.instant_on(first) > now
        return
    assert all(slot.instant_on(day) < slot.instant_on(due.post) <= now for day in due.skip)
    assert slot.instant_on(due.post + timedelta(days=7)) > now
    assert due.skip == tuple(first + timedelta(days=7 * week) for week in range(len(due.skip)))


@given(SLOTS, MOMENTS, st.integers(-20, 20))
def test_the_first_slot_is_in_the_future_and_not_too_close_to_the_last(
    slot: WeeklySlot, now: datetime, ago: int
) -> None:
    last = now.date() + timedelta(days=ago)
    day = Timetable(slot).first_slot(now, last)
    assert slot.instant_on(day) > now
    assert day - last >= LEAST_APART
    before = day - timedelta(days=7)
    assert slot.instant_on(before) <= now or before - last < LEAST_APART
    assert Timetable(slot).first_slot(now, None) == slot.next_after(now)


def test_a_post_is_late_after_fifteen_minutes() -> None:
    slot, quarter = Timetable(WeeklySlot(6, time(18), "UTC")), timedelta(minutes=15)
    day, due = date(2026, 1, 4), datetime(2026, 1, 4, 18, tzinfo=UTC)
    assert due_slots(slot, day, due - timedelta(seconds=1)) is None
    assert due_slots(slot, day, due) == due_slots(slot, day, due + quarter) == DueSlots(day, (), is_late=False)
    assert due_slots(slot, day, due + quarter + timedelta(seconds=1)) == DueSlots(day, (), is_late=True)


def test_a_reminder_is_skipped_if_the_post_would_come_later() -> None:
    posted = datetime(2026, 1, 4, 17, tzinfo=UTC)
    dates = Dates(posted + timedelta(days=2), posted + timedelta(days=3))
    assert next_step(dates, posted) == (Step.CLOSE_LOGS, dates.logs_due)
    # With one day for reviews, members have half of it before the reminder.
    half = posted + timedelta(days=2, hours=12)
    assert next_step(dates, posted, Step.CLOSE_LOGS) == (Step.REMIND_REVIEWS, half)
    assert next_step(dates, posted, Step.REMIND_REVIEWS) == (Step.CLOSE_REVIEWS, dates.reviews_due)
    assert next_step(dates, posted, Step.CLOSE_REVIEWS) is None


def test_a_reminder_after_its_deadline_is_skipped_and_an_end_never_is() -> None:
    now = datetime(2026, 1, 4, 17, tzinfo=UTC)
    dates = Dates(now, now + timedelta(days=1))
    assert is_pointless(Step.REMIND_LOGS, dates, now)
    assert not is_pointless(Step.REMIND_REVIEWS, dates, now)
    assert not is_pointless(Step.CLOSE_LOGS, dates, now + timedelta(days=9))


def test_which_paper_is_next() -> None:
    assert choose_paper(["gone", "lora"], [], CATALOG) == "lora"
    assert choose_paper([], [], CATALOG) == "attention"
    assert choose_paper(["gone"], ["attention"], CATALOG) not in {None, "attention", "gone"}
    assert choose_paper([], {paper.key for paper in CATALOG}, CATALOG) is None
    assert queue_after(["gone", "lora", "qlora"], "lora") == ["qlora"]
    assert queue_after(["gone"], "attention") == []


@given(st.lists(st.sampled_from([*list(CATALOG)]), max_size=8, unique_by=lambda paper: paper.key), st.integers(0, 12))
def test_the_planned_papers_are_what_each_week_would_choose(papers: list[Paper], count: int) -> None:
    queue, read = [paper.key for paper in papers], list[str]()
    planned = upcoming_papers(queue, read, CATALOG, count)
    assert len(planned) == count
    assert upcoming_papers(queue, {paper.key for paper in CATALOG}, CATALOG, 12) == [(key, True) for key in queue]
    for key, is_queued in planned:
        assert key == choose_paper(queue, read, CATALOG)
        assert is_queued == bool(queue)
        queue, read = queue_after(queue, key), [*read, key]


@pytest.mark.parametrize("key", [paper.key for paper in CATALOG])
def test_a_pictures_file_name_identifies_its_paper(key: str) -> None:
    assert pictured_paper(["notes.png", "lineage-of-us.gif", picture_name(key), "lineage-later.png"]) == key
    assert pictured_paper(["notes.png", "lineage-of-us.gif"]) is None


@given(st.integers(0, 500))
def test_everybody_is_reminded_once(members: int) -> None:
    everyone = list(range(members))
    parts = [reminded_in(part, everyone) for part in range(reminder_parts(members))]
    assert [member for part in parts for member in part] == everyone
    assert all(0 < len(part) <= 90 for part in parts)


def test_dates_keep_the_local_time_over_a_change_to_summer_time() -> None:
    settings = ClubSettings("Club", 1, False, WeeklySlot(5, time(18), "Europe/Berlin"))
    dates = dates_from(datetime(2026, 3, 28, 17, tzinfo=UTC), settings)
    assert dates.logs_due == datetime(2026, 4, 2, 16, tzinfo=UTC)
    assert WeeklySlot(5, time(18), "Europe/Berlin").instant_on(date(2026, 4, 4)) == dates.reviews_due


@given(st.lists(st.tuples(st.sampled_from(Answer), st.integers(0, 30)), max_size=12))
def test_a_press_that_is_delivered_twice_counts_once(presses: list[tuple[Answer, int]]) -> None:
    start = datetime(2026, 1, 4, 17, tzinfo=UTC)
    once: GivenAnswer | None = None
    again: GivenAnswer | None = None
    now = start
    for answer, seconds in presses:
        now += timedelta(seconds=seconds, milliseconds=1)
        once = after_press(once, answer, now)
        for _ in range(2):
            again = after_press(again, answer, now)
        assert again == once


def test_the_same_answer_again_undoes_it_and_another_replaces_it() -> None:
    now = datetime(2026, 1, 4, 17, tzinfo=UTC)
    given_in = after_press(None, Answer.IN, now)
    assert after_press(given_in, Answer.IN, now + timedelta(seconds=1)) == given_in
    assert after_press(given_in, Answer.OUT, now).answer is Answer.OUT
    taken_back = after_press(given_in, Answer.IN, now + timedelta(seconds=5))
    assert taken_back.answer is None
    assert after_press(taken_back, Answer.IN, now) == taken_back  # an old one, delivered late
    assert after_press(taken_back, Answer.IN, now + timedelta(seconds=6)).answer is Answer.IN
