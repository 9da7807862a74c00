"""The sessions that a club's calendar shows: its meetings or, if it doesn't meet, its weekly posts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_on
from bot.core.meetings.plan import Meeting, meeting_by_plan, meeting_of
from bot.core.meetings.session import taken_times
from bot.core.syllabus.syllabus import GOES_ON
from bot.core.weeks.note import Part, part_of
from bot.core.weeks.parts import is_part
from bot.core.weeks.week import NOT_POSTED, WeekState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Place
    from bot.core.meetings.session import SessionMeeting
    from bot.core.weeks.week import Week

PERIODS = 10
# A weekly post takes no time, but an event without a length can hardly be seen.
POST_TAKES = timedelta(minutes=30)
# A break lasts a year at most, so ten sessions are always among these slots.
LOOKED_AHEAD = 80


class SessionStatus(StrEnum):
    """What is known of a session. Members' calendars show the last three as cancelled."""

    POSTED = "posted"
    PLANNED = "planned"
    SKIPPED = "skipped"
    BREAK = "break"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CalendarSession:
    """One session. `period` identifies it: the first day of its period, however often it is moved inside. `slot` is the
    day of its post, which stays the same if the club's rhythm changes.

    `paper_key` is only planned unless its week is posted, and None if nobody knows it. `reason` is that of a break.
    `part` is set if a week that is known has several meetings.
    """

    period: date
    starts_at: datetime
    ends_at: datetime
    status: SessionStatus
    is_meeting: bool
    place: Place | None = None
    paper_key: str | None = None
    week: Week | None = None
    reason: str = ""
    part: Part | None = None
    slot: date | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.status not in {SessionStatus.POSTED, SessionStatus.PLANNED}


@dataclass(frozen=True, slots=True)
class Plans:
    """What a club has stored: its newest weeks, its meetings by the days of their slots, and its next papers.

    A paper is None if nobody knows it yet, for example while the club votes. It is `GOES_ON` in a slot without a
    session: there the paper before goes on, and the club has no meetings.
    """

    weeks: Sequence[Week] = ()
    meetings: Mapping[date, SessionMeeting] | None = None
    papers: Sequence[str | None] = ()


def coming_sessions(club: Club, plans: Plans, now: datetime) -> list[CalendarSession]:
    """Return the next sessions in the order of their times: ten that take place, and those left out in between."""
    found: dict[date, CalendarSession] = {}
    # This includes sessions that are over. Otherwise a later one of the same period would take over their identity.
    for week in sorted(plans.weeks, key=lambda week: week.slot):
        if session := _of_slot(club, week, plans):
            _add(found, session, week.slot)
    for day, session in _planned(club, plans, now):
        if sum(not one.is_cancelled for one in _ahead_of(now, found)) >= PERIODS:
            break
        _add(found, session, day)
    return sorted(_ahead_of(now, found), key=lambda session: (session.starts_at, session.period))


def _planned(club: Club, plans: Plans, now: datetime) -> Iterator[tuple[date, CalendarSession]]:
    """Yield the sessions that have no week yet, with the days of their slots."""
    papers = iter(plans.papers)
    taken = {club.timetable.period_of(week.slot) for week in plans.weeks}
    for day in _days_ahead(club, now):
        # After a change of weekday, the next slot can be in the period of the last one.
        if day != club.next_slot and club.timetable.period_of(day) in taken:
            continue
        session = _ahead(club, day, plans)
        # A meeting can be cancelled alone: the paper is still posted.
        paper = None if session.status is SessionStatus.BREAK else next(papers, None)
        if paper != GOES_ON:
            yield day, replace(session, paper_key=paper)


def _of_slot(club: Club, row: Week, plans: Plans) -> CalendarSession | None:
    """Return the session of a slot that is stored. A slot in which a paper goes on has one only with meetings."""
    if row.note is None or not is_part(row):
        part = Part(1, row.periods) if row.periods > 1 and club.settings.meeting else None
        return replace(_of_week(club, row, plans), part=part)
    week = next((one for one in plans.weeks if one.id == row.note.facts.get("week")), None)
    if week is None or club.settings.meeting is None:
        return None
    session = replace(_of_week(club, replace(week, slot=row.slot), plans), week=week, part=part_of(row.note))
    stored = (plans.meetings or {}).get(row.slot)
    if club.timetable.is_free(row.slot) or (stored and stored.is_planned):
        return session
    return replace(session, status=SessionStatus.BREAK, reason=_reason(club, row.slot))


def _add(found: dict[date, CalendarSession], session: CalendarSession, day: date) -> None:
    """After a change of weekday or rhythm, two sessions can have one period: then the day identifies the second."""
    period = session.period if session.period not in found else day
    found.setdefault(period, replace(session, period=period))


def _ahead_of(now: datetime, found: Mapping[date, CalendarSession]) -> list[CalendarSession]:
    return [session for session in found.values() if session.ends_at > now]


def _days_ahead(club: Club, now: datetime) -> Iterator[date]:
    """Yield the days of the slots from now on, also those in breaks; none for a club that posts nothing."""
    if club.next_slot is None:
        return
    unbroken = replace(club.timetable, breaks=())
    day, next_period = unbroken.next_after(now), unbroken.period_of(club.next_slot)
    # What comes before the next slot is in a break, or was decided already. So is the usual day of a slot that moved.
    while unbroken.period_of(day) < next_period:
        if not club.timetable.is_free(day):
            yield day
        day = unbroken.following(day)
    yield club.next_slot
    day = club.next_slot
    for _ in range(LOOKED_AHEAD):
        day = unbroken.following(day)
        yield day


def _of_week(club: Club, week: Week, plans: Plans) -> CalendarSession:
    held, is_meeting, is_called_off = _times(club, week.slot, plans)
    if not is_called_off and week.state not in NOT_POSTED and week.slot not in (plans.meetings or {}):
        # The club began to plan meetings too late for it, or while it was paused.
        is_meeting = False
    status = SessionStatus.PLANNED if week.state is WeekState.PLANNED else SessionStatus.POSTED
    if week.state is WeekState.SKIPPED:
        status = SessionStatus.SKIPPED
    elif is_called_off:
        status = SessionStatus.CANCELLED
    if not is_meeting:
        held = replace(held, starts_at=week.due_at, ends_at=week.due_at + POST_TAKES)
    period, times = club.timetable.period_of(week.slot), (held.starts_at, held.ends_at)
    return CalendarSession(period, *times, status, is_meeting, held.place, week.paper_key, week, slot=week.slot)


def _ahead(club: Club, day: date, plans: Plans) -> CalendarSession:
    held, is_meeting, is_called_off = _times(club, day, plans)
    status, reason = SessionStatus.CANCELLED if is_called_off else SessionStatus.PLANNED, ""
    if not club.timetable.is_free(day):
        status, reason = SessionStatus.BREAK, _reason(club, day)
    period, times = club.timetable.period_of(day), (held.starts_at, held.ends_at)
    return CalendarSession(period, *times, status, is_meeting, held.place, reason=reason, slot=day)


def _reason(club: Club, day: date) -> str:
    pause = break_on(day, club.breaks)
    return pause.reason if pause else ""


def _times(club: Club, day: date, plans: Plans) -> tuple[Meeting, bool, bool]:
    """Return when the session on `day` is, whether that is a meeting, and whether the meeting was cancelled."""
    posted_at, plan = club.timetable.instant_on(day), club.settings.meeting
    if plan is None:
        return Meeting(posted_at, posted_at + POST_TAKES, None), False, False
    stored = plans.meetings or {}
    if day in stored:
        return stored[day].meeting, True, not stored[day].is_planned
    planned = meeting_by_plan(plan, day, club.timetable, taken=taken_times(stored.values(), day))
    if planned and club.timetable.is_free(day):
        return planned, True, False
    # The meeting that is left out, at the time that it had before the break or the move of the post.
    usual = meeting_of(plan, club.timetable.usual_day(day), replace(club.timetable, breaks=()))
    return usual, True, club.timetable.is_free(day)
