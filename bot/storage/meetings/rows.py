"""The rows of meetings: one for each session of a club whose meeting is known."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.meetings.event import EventFacts
from bot.core.meetings.plan import Meeting
from bot.core.meetings.session import MeetingState, MeetingStep, SessionMeeting
from bot.storage.meetings.plans import place_columns, stored_place
from bot.storage.meetings.tables import meetings
from bot.storage.readable import readable, unreadable_rows_of
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

# Every post and every tick run these, so they are built once.
OF_SESSION = select(meetings).where(meetings.c.club_id == bindparam("club"), meetings.c.slot == bindparam("day"))
OF_WEEK = select(meetings).where(meetings.c.week_id == bindparam("week")).order_by(meetings.c.slot)


async def add_meeting(connection: AsyncConnection, made: SessionMeeting) -> SessionMeeting:
    """Store a session's meeting and return it with its id; the given id is ignored.

    Raises IntegrityError if the session has one already.
    """
    query = insert(meetings).values(**_columns(made)).returning(*meetings.c)
    return _meeting((await connection.execute(query)).one())


async def save_meeting(connection: AsyncConnection, changed: SessionMeeting) -> None:
    await connection.execute(update(meetings).where(meetings.c.id == changed.id).values(**_columns(changed)))


async def meeting_by_id(connection: AsyncConnection, meeting_id: int) -> SessionMeeting | None:
    row = (await connection.execute(select(meetings).where(meetings.c.id == meeting_id))).one_or_none()
    return _meeting(row) if row else None


async def meeting_of_session(connection: AsyncConnection, club_id: int, day: date) -> SessionMeeting | None:
    """Return the stored meeting of the session whose slot is on `day`, also one that was cancelled."""
    row = (await connection.execute(OF_SESSION, {"club": club_id, "day": day})).one_or_none()
    return _meeting(row) if row else None


async def meetings_of_week(connection: AsyncConnection, week_id: int) -> list[SessionMeeting]:
    """Return the week's stored meetings in the order of their slots: several for a paper of several periods."""
    return [_meeting(row) for row in await connection.execute(OF_WEEK, {"week": week_id})]


async def forget_meeting(connection: AsyncConnection, club_id: int, day: date) -> None:
    """The slot is no session of that week any more, and nobody was told of its meeting."""
    await connection.execute(delete(meetings).where(meetings.c.club_id == club_id, meetings.c.slot == day))


async def meetings_of(connection: AsyncConnection, club_id: int, since: datetime) -> list[SessionMeeting]:
    """Return the club's stored meetings that end after `since`, in the order of their slots, with cancelled ones."""
    query = select(meetings).where(meetings.c.club_id == club_id, meetings.c.ends_at > since)
    return await readable(connection, query.order_by(meetings.c.slot), meetings, _meeting)


async def move_session(connection: AsyncConnection, club_id: int, old_day: date, new_day: date) -> None:
    """The session's slot has another date now. Its meeting moves along, if one is stored."""
    which = (meetings.c.club_id == club_id, meetings.c.slot == old_day)
    await connection.execute(update(meetings).where(*which).values(slot=new_day))


async def due_meetings(connection: AsyncConnection, now: datetime, limit: int, shards: Shards) -> list[SessionMeeting]:
    """Return meetings with a due step, longest overdue first."""
    which = {"now": now, "most": limit, "aside": unreadable_rows_of(connection).aside(meetings.name)}
    return await readable(connection, _due(shards), meetings, _meeting, which)


@cache
def _due(shards: Shards) -> Select[Any]:
    aside = meetings.c.id.in_(bindparam("aside", expanding=True))
    due = (meetings.c.next_step_at <= bindparam("now"), meetings.c.state == MeetingState.PLANNED, ~aside)
    query = select(meetings).where(*due).order_by(meetings.c.next_step_at).limit(bindparam("most"))
    return query if shards.are_all else query.join(clubs).where(within(clubs.c.server_id, shards))


def _columns(made: SessionMeeting) -> dict[str, Any]:
    return {
        "club_id": made.club_id,
        "slot": made.slot,
        "week_id": made.week_id,
        "starts_at": made.meeting.starts_at,
        "ends_at": made.meeting.ends_at,
        "is_moved": made.is_moved,
        "state": made.state,
        "told_at": made.told_at,
        "next_step": made.next_step,
        "next_step_at": made.next_step_at,
        "event_key": made.event_key,
        "event_id": made.event_id,
        "event_shows": made.event_shows.stored() if made.event_shows else None,
        "is_event_gone": made.is_event_gone,
        "is_asked": made.is_asked,
    } | place_columns(made.meeting.place)


def _meeting(row: Row[Any]) -> SessionMeeting:
    place = stored_place(row.place, row.channel_id, row.link)
    return SessionMeeting(
        id=row.id,
        club_id=row.club_id,
        slot=row.slot,
        week_id=row.week_id,
        meeting=Meeting(row.starts_at, row.ends_at, place),
        is_moved=row.is_moved,
        state=MeetingState(row.state),
        told_at=row.told_at,
        next_step=MeetingStep(row.next_step) if row.next_step else None,
        next_step_at=row.next_step_at,
        event_key=row.event_key,
        event_id=row.event_id,
        event_shows=EventFacts.read(row.event_shows) if row.event_shows else None,
        is_event_gone=row.is_event_gone,
        is_asked=row.is_asked,
    )
