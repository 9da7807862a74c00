"""Meetings as commands and composers see them. Each change is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.errors import NotNowError
from bot.core.meetings.details import EventDetails, EventEndDetails, MeetingReminderDetails
from bot.core.meetings.event import EventFacts, EventPart
from bot.core.meetings.moving import MeetingDays, MeetingInPastError, MeetingTakenError, moved_meeting
from bot.core.weeks.parts import is_part
from bot.core.weeks.week import NOT_POSTED, WeekState
from bot.services.clubs.open_clubs import open_club
from bot.services.meetings.changes import planned_meetings
from bot.services.meetings.planning import move_meeting, recheck_events
from bot.services.weeks.parts import part_in
from bot.services.weeks.refusals import DecidedMeanwhileError, NoWeekPlannedError
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting, Place
    from bot.core.meetings.session import SessionMeeting
    from bot.core.outbox.entry import Entry
    from bot.core.weeks.week import Week
    from bot.services.meetings.changes import Planned
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

LOOKED_BACK = 8


@dataclass(eq=False)
class NoMeetingsError(NotNowError):
    """The club has no meetings."""


@dataclass(frozen=True, slots=True)
class MovedMeeting:
    """The meeting of a session before and after a move. `before` is None if it has none now, as after a break."""

    before: Meeting | None
    after: Meeting


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
    is_off: bool = False
    is_back: bool = False


class MeetingService:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def ahead(self, club: Club) -> Planned:
        """The club's meetings ahead, to be compared with those after a change of the club."""
        async with self._database.read_transaction() as connection:
            return await planned_meetings(connection, club, self._now())

    async def look(self, club: Club, slot: date, day: date) -> MovedMeeting:
        """What a move of the session's meeting to that day would change. Raises NotNowError."""
        async with self._database.read_transaction() as connection:
            return await self._move(connection, await open_club(connection, club.id), slot, day)

    async def move(self, club: Club, slot: date, day: date) -> SessionMeeting:
        """The meeting of the session with that slot takes place on `day`, at its usual time. Raises NotNowError.

        Its event, the post and the reminders follow. A later change of the club's plan leaves this time as it is.
        """
        async with self._database.write_transaction() as connection:
            present = await open_club(connection, club.id)
            moved = await self._move(connection, present, slot, day)
            return await move_meeting(connection, present, slot, moved.after, self._now())

    async def _move(self, connection: AsyncConnection, club: Club, slot: date, day: date) -> MovedMeeting:
        plan, now = club.settings.meeting, self._now()
        if plan is None:
            raise NoMeetingsError
        if club.state is not ClubState.ACTIVE:
            raise NoWeekPlannedError
        session = await meeting_rows.meeting_of_session(connection, club.id, slot)
        if session and session.is_planned and not session.is_ahead(now):
            raise MeetingInPastError(session.meeting.starts_at)
        after = moved_meeting(plan, day, await _days_of(connection, club, slot, now), club.timetable, now)
        others = [one for one in await meeting_rows.meetings_of(connection, club.id, now) if one.slot != slot]
        if any(one.is_planned and one.meeting.starts_at == after.starts_at for one in others):
            raise MeetingTakenError(after.starts_at)
        return MovedMeeting(session.meeting if session and session.is_planned else None, after)

    async def recheck(self, server_id: int, is_leaking: Callable[[Club, Place], bool]) -> bool:
        """Look again at the events of the server's clubs that others could see by now. Returns whether there are any.

        What becomes of each is decided when its change is sent.
        """
        now = self._now()
        async with self._database.read_transaction() as connection:
            clubs = await club_rows.clubs_of_server(connection, server_id)
            meeting = [club for club in clubs if club.settings.meeting]
            ahead = [
                (club, one) for club in meeting for one in await meeting_rows.meetings_of(connection, club.id, now)
            ]
        shown = [(club, one.meeting.place) for club, one in ahead if one.event_id is not None]
        leaking = {club.id: club for club, place in shown if place and is_leaking(club, place)}
        if leaking:
            async with self._database.write_transaction() as connection:
                for club in leaking.values():
                    await recheck_events(connection, club, now)
        return bool(leaking)

    async def event_to_make(self, entry: Entry) -> EventToSend | None:
        """What the event shows if it is made now; None if it is no longer wanted."""
        async with self._database.read_transaction() as connection:
            found = await self._wanted(connection, EventDetails.of(entry).meeting_id)
            if found is None or found[2].event_key != entry.key or found[2].event_id is not None:
                return None
            return await _to_send(connection, *found)

    async def event_to_change(self, entry: Entry) -> EventToSend | None:
        """What has to change in the event, in no parts if it shows everything; None if it is over."""
        details = EventDetails.of(entry)
        async with self._database.read_transaction() as connection:
            found = await self._wanted(connection, details.meeting_id)
            if found is None or found[2].event_id is None or found[2].event_id != details.event_id:
                return None
            to_send, shown = await _to_send(connection, *found), found[2].event_shows
        if to_send is None:
            return None
        return replace(to_send, event_id=details.event_id, parts=to_send.facts.differs_in(shown))

    async def reminder(self, entry: Entry) -> MeetingToRemindOf | None:
        """The meeting to remind of; None if it was moved or cancelled, or has begun.

        For a word that a meeting is off: that meeting, as long as it is off and would be ahead.
        """
        details = MeetingReminderDetails.of(entry)
        async with self._database.read_transaction() as connection:
            finding = self._called_off if details.is_off else self._wanted
            found = await finding(connection, details.meeting_id)
        if found is None or found[2].meeting.starts_at.isoformat() != details.starts_at:
            return None
        members, news = tuple(details.members or ()), (details.is_moved, details.is_off, details.is_back)
        return MeetingToRemindOf(*found, members, *map(bool, news))

    async def _wanted(self, connection: AsyncConnection, meeting_id: int) -> tuple[Club, Week, SessionMeeting] | None:
        """The meeting with its week and club, if it is ahead."""
        found = await _stored(connection, meeting_id)
        if found is None or found[0].state is not ClubState.ACTIVE:
            return None
        return found if found[2].is_ahead(self._now()) else None

    async def _called_off(
        self, connection: AsyncConnection, meeting_id: int
    ) -> tuple[Club, Week, SessionMeeting] | None:
        """The same for a meeting that doesn't take place, and would be ahead. A paused club may say so too."""
        found = await _stored(connection, meeting_id)
        if found is None or found[0].state is ClubState.CLOSED or found[2].is_planned:
            return None
        return found if found[2].meeting.starts_at > self._now() else None


async def _to_send(connection: AsyncConnection, club: Club, week: Week, session: SessionMeeting) -> EventToSend | None:
    facts = EventFacts.of(club, week, session.meeting, await part_in(connection, week, session.slot))
    return EventToSend(club, week, facts, session.event_key or "") if facts else None


async def _days_of(connection: AsyncConnection, club: Club, slot: date, now: datetime) -> MeetingDays:
    """A week that was posted before its slot can meet from today on.

    Raises DecidedMeanwhileError if the club has no such session, posted or next.
    """
    newest = await week_rows.latest_slots(connection, club.id, LOOKED_BACK)
    known = [week.slot for week in newest if week.state is not WeekState.SKIPPED or _goes_on(club, week)]
    known += [club.next_slot] if club.next_slot else []
    if slot not in known:
        raise DecidedMeanwhileError
    following = min((one for one in known if one > slot), default=club.timetable.following(slot))
    is_posted = any(week.slot == slot and week.state not in NOT_POSTED for week in newest)
    first = min(slot, now.astimezone(club.timetable.zone).date()) if is_posted else slot
    return MeetingDays(first, max(following, club.timetable.usual_day(following)))


def _goes_on(club: Club, week: Week) -> bool:
    """Whether the slot is a further one of a long paper, which a break didn't take since."""
    return is_part(week) and club.timetable.is_free(week.slot)


async def _stored(connection: AsyncConnection, meeting_id: int) -> tuple[Club, Week, SessionMeeting] | None:
    session = await meeting_rows.meeting_by_id(connection, meeting_id)
    week = await week_rows.week_by_id(connection, session.week_id) if session and session.week_id else None
    club = await club_rows.club_by_id(connection, session.club_id) if session else None
    return (club, week, session) if session and week and club else None


def event_to_end(entry: Entry) -> int:
    """The id of the event that the entry cancels."""
    return EventEndDetails.of(entry).event_id
