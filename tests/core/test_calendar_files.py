"""Calendars of clubs: the next ten sessions, identities that stay, and sequences that rise with every change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.core.calendar.breaks import Break
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot, zone_of
from bot.core.calendar_files.calendar import EventText, calendar_of, uid_of
from bot.core.calendar_files.revisions import KEPT, Revision, as_told, revised
from bot.core.calendar_files.sessions import PERIODS, CalendarSession, Plans, SessionStatus, coming_sessions
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.meetings.plan import Meeting, MeetingPlan, meeting_of
from bot.core.meetings.session import MeetingState, SessionMeeting
from bot.core.schedules.calendars import schedule_of_calendar
from bot.core.schedules.session import SessionKind
from bot.core.syllabus.syllabus import GOES_ON
from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.week import Week, WeekState

BERLIN = WeeklySlot(6, time(18), "Europe/Berlin")
MONDAY_SEVEN = MeetingPlan(0, time(19))
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
NOTHING = Plans()
DAY, WEEK = timedelta(days=1), timedelta(days=7)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")


def club(
    now: datetime = NOW,
    *,
    slot: WeeklySlot = BERLIN,
    meeting: MeetingPlan | None = None,
    rhythm: Rhythm = Rhythm.WEEKLY,
    breaks: tuple[Break, ...] = (),
) -> Club:
    chosen = ClubSettings("Sunday papers", 5, False, slot, meeting=meeting, rhythm=rhythm)
    made = Club(1, "0a1b2c3d", 2, chosen, ClubState.ACTIVE, None, None, None, breaks)
    day = made.timetable.next_after(now)
    return replace(made, next_slot=day, next_due=made.timetable.instant_on(day))


def week(of: Club, day: date, state: WeekState = WeekState.READING) -> Week:
    due = of.timetable.instant_on(day)
    return Week(9, 1, day, 3, "lora", state, False, due, due, due, 5, 6, 7, None, None, None)


def stored(
    of: Club, day: date, state: MeetingState = MeetingState.PLANNED, by: timedelta = timedelta(0)
) -> SessionMeeting:
    plan = of.settings.meeting or MONDAY_SEVEN
    held = meeting_of(plan, day, of.timetable)
    moved = Meeting(held.starts_at + by, held.ends_at + by, held.place)
    return SessionMeeting(4, 1, day, None, moved, bool(by), state, NOW)


def told(of: Club, before: dict[date, Revision], now: datetime, plans: Plans = NOTHING) -> dict[date, Revision]:
    return revised(of, before, as_told(coming_sessions(of, plans, now), before), now)


def test_a_club_without_meetings_has_its_weekly_posts() -> None:
    of = club()
    sessions = coming_sessions(of, Plans(papers=["lora", None, "mamba"]), NOW)
    assert [session.paper_key for session in sessions] == ["lora", None, "mamba", *[None] * 7]
    assert {session.is_meeting for session in sessions} == {False}
    assert [session.starts_at for session in sessions] == [
        of.timetable.instant_on(date(2026, 3, 8) + number * WEEK) for number in range(PERIODS)
    ]
    # 18:00 in Berlin, before and after the clock change of 29 March.
    assert [session.starts_at.hour for session in sessions][:5] == [17, 17, 17, 16, 16]


def test_a_club_with_meetings_has_those_and_the_current_one_first() -> None:
    of = club(meeting=MONDAY_SEVEN)
    posted = week(of, date(2026, 3, 1))
    held = {posted.slot: stored(of, posted.slot)}
    sessions = coming_sessions(of, Plans([posted], held, papers=["mamba"]), NOW)
    assert len(sessions) == PERIODS
    assert (sessions[0].status, sessions[0].paper_key, sessions[0].week) == (SessionStatus.POSTED, "lora", posted)
    assert sessions[0].starts_at == datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert (sessions[1].status, sessions[1].paper_key) == (SessionStatus.PLANNED, "mamba")
    later = coming_sessions(of, Plans([posted], held), sessions[0].ends_at)
    assert later[0].period == sessions[1].period
    assert len(later) == PERIODS


def test_a_meeting_that_a_break_calls_off_is_cancelled_on_its_own_day() -> None:
    of = club(meeting=MONDAY_SEVEN)
    day = date(2026, 3, 9)
    before = told(of, {}, NOW)
    on_break = replace(of, breaks=(Break(day, day + DAY),))
    after = told(on_break, before, NOW)
    period = of.timetable.period_of(date(2026, 3, 8))
    assert after[period].is_cancelled
    assert after[period].starts_at == before[period].starts_at == datetime(2026, 3, 9, 18, tzinfo=UTC)


def test_a_moved_and_a_cancelled_meeting_keep_their_identity() -> None:
    of = club(meeting=MONDAY_SEVEN)
    first, second = date(2026, 3, 8), date(2026, 3, 15)
    before = told(of, {}, NOW)
    moved = {first: stored(of, first, by=DAY), second: stored(of, second, MeetingState.CANCELLED)}
    after = told(of, before, NOW + DAY, Plans(meetings=moved))
    period = of.timetable.period_of(first)
    assert after[period].starts_at == before[period].starts_at + DAY
    assert (before[period].sequence, after[period].sequence) == (0, 1)
    assert after[period].changed_at == NOW + DAY
    assert uid_of(of, before[period]) == uid_of(of, after[period]) == "0a1b2c3d-20260302@paper-club"
    cancelled = after[of.timetable.period_of(second)]
    assert (cancelled.is_cancelled, cancelled.sequence) == (True, 1)
    # Ten still take place.
    assert sum(not one.is_cancelled for one in after.values()) == PERIODS


def test_skipped_weeks_and_breaks_are_cancelled() -> None:
    of = club(breaks=(Break(date(2026, 3, 20), date(2026, 4, 2), "Easter"),))
    skipped = week(of, date(2026, 3, 8), WeekState.SKIPPED)
    of = replace(of, next_slot=date(2026, 3, 15))
    sessions = coming_sessions(of, Plans([skipped], papers=["a", "b"]), NOW)
    statuses = [session.status for session in sessions]
    assert statuses[:4] == [SessionStatus.SKIPPED, SessionStatus.PLANNED, SessionStatus.BREAK, SessionStatus.BREAK]
    assert [session.paper_key for session in sessions][1:5] == ["a", None, None, "b"]
    assert {session.reason for session in sessions if session.status is SessionStatus.BREAK} == {"Easter"}
    assert statuses.count(SessionStatus.PLANNED) == PERIODS


def test_a_paper_of_two_periods_is_one_session() -> None:
    of = replace(club(), next_slot=date(2026, 3, 15))
    part = replace(week(of, date(2026, 3, 8), WeekState.SKIPPED), note=Note(NoteCode.CONTINUES, {}))
    sessions = coming_sessions(of, Plans([part], papers=["a", GOES_ON, "b"]), NOW)
    assert [session.paper_key for session in sessions][:2] == ["a", "b"]
    days = [date(2026, 3, 15), date(2026, 3, 29)]
    assert [session.starts_at for session in sessions][:2] == list(map(of.timetable.instant_on, days))
    assert {session.status for session in sessions} == {SessionStatus.PLANNED}


def test_a_break_that_has_begun_is_shown_too() -> None:
    of = club(breaks=(Break(date(2026, 3, 1), date(2026, 3, 21)),))
    statuses = [session.status for session in coming_sessions(of, Plans(), NOW)]
    assert statuses == [*[SessionStatus.BREAK] * 2, *[SessionStatus.PLANNED] * PERIODS]


def test_a_paused_club_cancels_what_it_told_of() -> None:
    of = club()
    before = told(of, {}, NOW)
    paused = told(replace(of, next_slot=None, next_due=None, state=ClubState.PAUSED), before, NOW + DAY)
    assert {one.is_cancelled for one in paused.values()} == {True}
    assert {one.sequence for one in paused.values()} == {1}
    again = told(of, paused, NOW + 2 * DAY)
    assert {(one.is_cancelled, one.sequence) for one in again.values()} == {(False, 2)}


def test_a_change_of_rhythm_cancels_only_what_is_left_out() -> None:
    weekly = club()
    before = told(weekly, {}, NOW)
    biweekly = replace(club(rhythm=Rhythm.TWO_WEEKS), anchor=date(2026, 3, 2))
    after = told(biweekly, before, NOW)
    dropped = [one for period, one in after.items() if one.is_cancelled]
    assert len(dropped) == PERIODS // 2
    assert sum(not one.is_cancelled for one in after.values()) == PERIODS


def test_what_is_over_is_forgotten_after_a_while() -> None:
    of = club()
    before = told(of, {}, NOW)
    first = min(before)
    for passed, is_kept in ((KEPT - DAY, True), (KEPT, False)):
        later = before[first].ends_at + passed
        assert (first in told(club(later), before, later)) == is_kept


@settings(max_examples=60)
@given(
    st.sampled_from(ZONES),
    st.tuples(st.integers(0, 6), st.integers(0, 23)),
    st.sampled_from(list(Rhythm)),
    st.sampled_from([None, MeetingPlan(1, time(2, 30), 90)]),
    st.lists(st.integers(0, 40), min_size=1, max_size=6),
)
def test_over_time_each_period_has_one_event_whose_sequence_rises(
    zone: str, day_and_hour: tuple[int, int], rhythm: Rhythm, meeting: MeetingPlan | None, days: list[int]
) -> None:
    slot, now, before = WeeklySlot(day_and_hour[0], time(day_and_hour[1]), zone), NOW, dict[date, Revision]()
    for passed in days:
        now += passed * DAY
        of = club(now, slot=slot, meeting=meeting, rhythm=rhythm)
        sessions = coming_sessions(of, Plans(), now)
        assert sum(not session.is_cancelled for session in sessions) == PERIODS
        assert len({session.period for session in sessions}) == len(sessions)
        assert all(one.starts_at < other.starts_at for one, other in pairwise(sessions))
        assert all(session.ends_at > now for session in sessions)
        after = revised(of, before, sessions, now)
        for period, one in after.items():
            if period in before:
                assert one.sequence >= before[period].sequence
                assert (one == before[period]) == (one.sequence == before[period].sequence)
        assert revised(of, after, sessions, now + timedelta(minutes=1)) == after
        before = after


TEXT = EventText(
    "Paper club: LoRA: Low-Rank Adaptation, of; \\everything\\ äöü " + "x" * 80,
    'Sunday papers, week 3\nLoRA; "quoted"\nhttps://arxiv.org/abs/2106.09685\nPlanned',
    "https://discord.com/channels/2/5",
    "https://discord.com/channels/2/5",
)


def read_calendar(data: bytes) -> Any:
    return Calendar.from_ical(data)


def file_of(of: Club, revisions: list[Revision], text: EventText = TEXT) -> bytes:
    return bytes(calendar_of(of, [(revision, text) for revision in revisions]).to_ical())


def test_the_file_is_read_back_by_other_programs_and_our_own() -> None:
    of = club(meeting=MONDAY_SEVEN)
    cancelled = {date(2026, 3, 15): stored(of, date(2026, 3, 15), MeetingState.CANCELLED)}
    revisions = sorted(told(of, {}, NOW, Plans(meetings=cancelled)).values(), key=lambda one: one.starts_at)
    data = file_of(of, revisions)
    assert file_of(of, revisions) == data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    read = read_calendar(data)
    assert (str(read["X-WR-CALNAME"]), str(read["X-WR-TIMEZONE"]), str(read["METHOD"])) == (
        "Sunday papers",
        "Europe/Berlin",
        "PUBLISH",
    )
    events = read.walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [one.starts_at for one in revisions]
    assert [event["DTEND"].dt for event in events] == [one.ends_at for one in revisions]
    assert [str(event["STATUS"]) for event in events][:3] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert {str(event["SUMMARY"]) for event in events} == {TEXT.summary}
    assert {str(event["DESCRIPTION"]) for event in events} == {TEXT.description}
    assert len({str(event["UID"]) for event in events}) == len(events) == PERIODS + 1
    assert {int(event["SEQUENCE"]) for event in events} == {0}
    assert {event["DTSTAMP"].dt for event in events} == {event["LAST-MODIFIED"].dt for event in events} == {NOW}


def test_our_own_reader_finds_the_days_and_papers() -> None:
    of = club(meeting=MONDAY_SEVEN)
    cancelled = {date(2026, 3, 15): stored(of, date(2026, 3, 15), MeetingState.CANCELLED)}
    revisions = sorted(told(of, {}, NOW, Plans(meetings=cancelled)).values(), key=lambda one: one.starts_at)
    title = "LoRA: Low-Rank Adaptation of Large Language Models"
    text = EventText(f"Paper club: {title}", f"Sunday papers\n{title}\nhttps://arxiv.org/abs/2106.09685", "", "")
    schedule = schedule_of_calendar(file_of(of, revisions, text).decode())
    zone = zone_of("Europe/Berlin")
    assert [session.date for session in schedule.sessions] == [
        one.starts_at.astimezone(zone).date() for one in revisions
    ]
    assert [session.kind for session in schedule.sessions][:2] == [SessionKind.SESSION, SessionKind.CANCELLED]
    assert {paper.arxiv_id for session in schedule.sessions for paper in session.papers} == {"2106.09685"}
    assert {paper.title for session in schedule.sessions for paper in session.papers} == {title}


@pytest.mark.parametrize("zone", ZONES)
def test_times_are_exact_over_clock_changes(zone: str) -> None:
    of = club(slot=WeeklySlot(6, time(2, 30), zone))
    revisions = sorted(told(of, {}, NOW).values(), key=lambda one: one.starts_at)
    starts = [event["DTSTART"].dt for event in read_calendar(file_of(of, revisions)).walk("VEVENT")]
    assert starts == [of.timetable.instant_on(date(2026, 3, 8) + number * WEEK) for number in range(PERIODS)]


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_breaks_out_of_its_line(summary: str, description: str) -> None:
    of = club()
    (revision, *_) = told(of, {}, NOW).values()
    clean = ["".join(char for char in text if char.isprintable()) for text in (summary, description)]
    (event,) = read_calendar(file_of(of, [revision], EventText(clean[0], clean[1], "", ""))).walk("VEVENT")
    assert str(event["SUMMARY"]) == clean[0]
    assert str(event["UID"]) == uid_of(of, revision)


def test_the_name_of_a_calendar_is_escaped() -> None:
    of = replace(club(), settings=replace(club().settings, name="Deep, dark; a\\next 研究会"))
    file = bytes(calendar_of(of, []).to_ical()).decode()
    for name in ("NAME", "X-WR-CALNAME"):
        assert f"\r\n{name}:Deep\\, dark\\; a\\\\next 研究会\r\n" in file


def test_a_session_says_whether_it_takes_place() -> None:
    assert {one for one in SessionStatus if _session(one).is_cancelled} == {
        SessionStatus.SKIPPED,
        SessionStatus.BREAK,
        SessionStatus.CANCELLED,
    }


def _session(status: SessionStatus) -> CalendarSession:
    return CalendarSession(date(2026, 3, 8), NOW, NOW, status, is_meeting=False)
