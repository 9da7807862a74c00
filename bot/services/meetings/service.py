"""Meetings as commands and composers see them. Each change is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_at
from bot.core.clubs.club import ClubState
from bot.core.errors import NotNowError
from bot.core.meetings.details import EventDetails, EventEndDetails, MeetingReminderDetails
from bot.core.meetings.event import EventFacts, EventPart
from bot.core.meetings.plan import lasting, meeting_of, meeting_on
from bot.services.meetings.planning import NOT_POSTED, move_meeting
from bot.services.weeks.by_hand import DecidedMeanwhileError, running_club
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.meetings.session import SessionMeeting
    from bot.core.outbox.entry import Entry
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(eq=False)
class NoMeetingsError(NotNowError):
    """The club has no meetings."""


@dataclass(eq=False)
class MeetingInPastError(NotNowError):
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class EventToSend:
    """An event to make, or to change: the one with `event_id`, in these `parts`. `key` marks it."""

    club: Club
    week: Week
    facts: EventFacts
    key: str
    event_id: int | None = None
    parts: frozenset[EventPart] = frozenset(EventPart)


@dataclass(frozen=True, slots=True)
class MeetingToRemindOf:
    """A meeting, its week, and the members to call: those of this part of the reminder."""

    club: Club
    week: Week
    session: SessionMeeting
    members: tuple[int, ...]
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class MovableMeeting:
    """A meeting as it is, and as it would be."""

    session: SessionMeeting
    moved: Meeting


class MeetingService:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def move(self, club: Club, day: date, starts_at: datetime) -> SessionMeeting:
        """The meeting of the session whose slot is on `day` starts then. Raises NotNowError.

        Its event, the post and the reminders follow. A later change of the club's plan leaves this time as it is.
        """
        async with self._database.write_transaction() as connection:
            present = await running_club(connection, club.id)
            plan = present.settings.meeting
            if plan is None:
                raise NoMeetingsError
            if starts_at <= self._now():
                raise MeetingInPastError(starts_at)
            return await move_meeting(connection, present, day, lasting(plan, starts_at), self._now())

    async def movable(self, club: Club, day: date) -> MovableMeeting | None:
        """The newest week's meeting and its time if it moves to that day; None if it can't.

        It has to be ahead, and to stay before the next session's meeting and outside of breaks.
        """
        async with self._database.read_transaction() as connection:
            return await self._movable(connection, await running_club(connection, club.id), day)

    async def move_to(self, club: Club, slot: date, day: date) -> SessionMeeting:
        """Move the meeting of that session to that day, if this is still possible. Raises NotNowError."""
        async with self._database.write_transaction() as connection:
            present = await running_club(connection, club.id)
            found = await self._movable(connection, present, day)
            if found is None or found.session.slot != slot:
                raise DecidedMeanwhileError
            return await move_meeting(connection, present, slot, found.moved, self._now())

    async def _movable(self, connection: AsyncConnection, club: Club, day: date) -> MovableMeeting | None:
        plan, table, now = club.settings.meeting, club.timetable, self._now()
        week = await week_rows.latest_week(connection, club.id)
        session = await meeting_rows.meeting_of_week(connection, week.id) if plan and week else None
        if plan is None or week is None or session is None or week.state in NOT_POSTED or not session.is_ahead(now):
            return None
        moved = meeting_on(plan, day, table.slot.zone)
        following = meeting_of(plan, club.next_slot, table) if club.next_slot else None
        is_between = now < moved.starts_at and (following is None or moved.starts_at < following.starts_at)
        is_free = break_at(moved.starts_at, club.breaks, table.slot.zone) is None
        is_other = moved.starts_at != session.meeting.starts_at
        return MovableMeeting(session, moved) if is_between and is_free and is_other else None

    async def event_to_make(self, entry: Entry) -> EventToSend | None:
        """What the event shows if it is made now; None if it is no longer wanted."""
        async with self._database.read_transaction() as connection:
            found = await self._wanted(connection, EventDetails.of(entry).meeting_id)
        if found is None or found[2].event_key != entry.key or found[2].event_id is not None:
            return None
        return self._to_send(*found)

    async def event_to_change(self, entry: Entry) -> EventToSend | None:
        """What has to change in the event, in no parts if it shows everything; None if it is over."""
        details = EventDetails.of(entry)
        async with self._database.read_transaction() as connection:
            found = await self._wanted(connection, details.meeting_id)
        if found is None or found[2].event_id is None or found[2].event_id != details.event_id:
            return None
        to_send, shown = self._to_send(*found), found[2].event_shows
        if to_send is None:
            return None
        return replace(to_send, event_id=details.event_id, parts=to_send.facts.differs_in(shown))

    async def reminder(self, entry: Entry) -> MeetingToRemindOf | None:
        """The meeting to remind of; None if it was moved or cancelled, or has begun."""
        details = MeetingReminderDetails.of(entry)
        async with self._database.read_transaction() as connection:
            found = await self._wanted(connection, details.meeting_id)
        if found is None or found[2].meeting.starts_at.isoformat() != details.starts_at:
            return None
        return MeetingToRemindOf(*found, tuple(details.members or ()), is_moved=bool(details.is_moved))

    def _to_send(self, club: Club, week: Week, session: SessionMeeting) -> EventToSend | None:
        facts = EventFacts.of(club, week, session.meeting)
        return EventToSend(club, week, facts, session.event_key or "") if facts else None

    async def _wanted(self, connection: AsyncConnection, meeting_id: int) -> tuple[Club, Week, SessionMeeting] | None:
        """The meeting with its week and club, if it is ahead."""
        session = await meeting_rows.meeting_by_id(connection, meeting_id)
        week = await week_rows.week_by_id(connection, session.week_id) if session and session.week_id else None
        club = await club_rows.club_by_id(connection, session.club_id) if session else None
        if session is None or week is None or club is None or club.state is not ClubState.ACTIVE:
            return None
        return (club, week, session) if session.is_ahead(self._now()) else None


def event_to_end(entry: Entry) -> int:
    """The id of the event that the entry cancels."""
    return EventEndDetails.of(entry).event_id
