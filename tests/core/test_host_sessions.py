"""When sessions open and begin, what a host's agenda holds, and who has which role."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.hosts.agenda import AgendaPart, agenda
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.hosts.roles import Cast, Role, RoleTaken, RoleTakenError, require_free
from bot.core.hosts.timing import begins_at, opens_at
from bot.core.meetings.plan import MINUTES, MeetingPlan
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import ABOUT_SESSIONS, Kind
from bot.core.outbox.restores import Restore, in_doubt
from bot.services.outbox.entries import new_entry

NOW = datetime(2026, 1, 4, 12, tzinfo=UTC)
SUNDAY = WeeklySlot(6, time(18), "Europe/Berlin")


def club(rhythm: Rhythm = Rhythm.WEEKLY, meeting: MeetingPlan | None = None, **slot: object) -> Club:
    settings = ClubSettings("Sunday papers", 10, is_forum=False, slot=replace(SUNDAY, **slot))  # type: ignore[arg-type]
    settings = replace(settings, rhythm=rhythm, meeting=meeting)
    made = Club(1, "00000001", 1, settings, ClubState.ACTIVE, None, None, anchor=date(2026, 1, 5))
    first = made.timetable.next_after(NOW)
    return replace(made, next_slot=first, next_due=made.timetable.instant_on(first))


@given(
    st.sampled_from(Rhythm),
    st.integers(0, 6),
    st.sampled_from(("Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kolkata")),
    st.integers(1, 60),
)
def test_a_session_opens_when_the_period_before_has_its_slot(
    rhythm: Rhythm, weekday: int, zone: str, periods: int
) -> None:
    """In any rhythm, whatever daylight saving does."""
    here = club(rhythm, weekday=weekday, zone=zone)
    assert here.next_slot
    before = here.next_slot
    for _ in range(periods):
        day = here.timetable.following(before)
        assert opens_at(here, day) == here.timetable.instant_on(before)
        assert opens_at(here, day) < here.timetable.instant_on(day) < begins_at(here, day, None)
        before = day


@given(st.integers(0, 6), st.integers(0, 23), st.sampled_from(Rhythm))
def test_a_session_begins_with_its_meeting_after_the_post(weekday: int, hour: int, rhythm: Rhythm) -> None:
    here = club(rhythm, MeetingPlan(weekday, time(hour)))
    assert here.next_slot
    posted_at = here.timetable.instant_on(here.next_slot)
    assert posted_at < begins_at(here, here.next_slot, None) <= posted_at + timedelta(days=7, hours=1)


def test_without_meetings_a_session_begins_when_logs_are_due() -> None:
    here = club()
    assert here.next_slot
    assert begins_at(here, here.next_slot, None) == here.timetable.instant_on(here.next_slot) + timedelta(days=5)


@given(st.sampled_from(MINUTES), st.integers(0, 5))
def test_an_agenda_fills_its_minutes_exactly(minutes: int, older: int) -> None:
    points = agenda(minutes, older)
    assert sum(point.minutes for point in points) == minutes
    assert all(point.minutes >= 1 for point in points)
    assert [point.part for point in points if point.part is not AgendaPart.OLDER] == [
        part for part in AgendaPart if part is not AgendaPart.OLDER
    ]
    shown = [point.paper for point in points if point.part is AgendaPart.OLDER]
    assert shown == list(range(len(shown)))
    assert len(shown) <= older
    focus = next(point for point in points if point.part is AgendaPart.FOCUS)
    assert all(point.minutes <= focus.minutes for point in points if point.part is AgendaPart.OLDER)


def test_an_hour_with_two_older_papers() -> None:
    assert [(point.part, point.minutes) for point in agenda(60, 2)] == [
        (AgendaPart.OPENING, 5),
        (AgendaPart.OLDER, 5),
        (AgendaPart.OLDER, 5),
        (AgendaPart.FOCUS, 25),
        (AgendaPart.QUESTIONS, 15),
        (AgendaPart.CLOSING, 5),
    ]
    with pytest.raises(ValueError, match="no session has 3 minutes"):
        agenda(3, 0)


def test_a_role_belongs_to_one_member() -> None:
    taken = [RoleTaken(1, Role.CRITIC)]
    require_free(Role.CRITIC, taken, 1)
    require_free(Role.ARCHAEOLOGIST, taken, 2)
    with pytest.raises(RoleTakenError):
        require_free(Role.CRITIC, taken, 2)
    assert Cast(None, tuple(taken))
    assert not Cast()


@pytest.mark.parametrize("kind", sorted(ABOUT_SESSIONS))
def test_after_a_restore_a_message_about_a_session_is_looked_for_first(kind: Kind) -> None:
    details = HostDetails.about(HostNews.ASKED, date(2026, 1, 11), 7).stored()
    entry = replace(new_entry(club(), kind, "00000001-260111-host-asked", 5, None), details=details)
    restore = Restore(NOW - timedelta(days=1), NOW, 1000)
    assert in_doubt(entry, [], None) == entry
    assert in_doubt(entry, [restore], None).state is EntryState.UNKNOWN
    years_later = replace(entry, details=details | {"slot": "2030-01-06"})
    assert in_doubt(years_later, [restore], None) == years_later
