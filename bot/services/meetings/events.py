"""Discord's scheduled events of meetings: what the outbox has to make, change and end. Part of a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.meetings.details import EventDetails, EventEndDetails
from bot.core.meetings.event import EventFacts
from bot.core.outbox.entry import CANCELLABLE, EntryState, Sent, cancelled, unblocked
from bot.core.outbox.kinds import CHANGES_OF_EVENTS, Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.services.outbox.entries import free_key, new_entry, session_key
from bot.services.weeks.parts import part_in
from bot.services.weeks.post_edits import refresh_post
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.meetings.session import SessionMeeting
    from bot.core.outbox.entry import Entry, Outcome
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def with_event(
    connection: AsyncConnection, club: Club, week: Week, session: SessionMeeting, now: datetime
) -> SessionMeeting:
    """The meeting with an event on its way, or with one that is brought up to date. Not stored yet.

    A meeting without a place has none, and an event that somebody removed isn't made again.
    """
    if session.meeting.place is None:
        return await without_event(connection, club, session, now)
    if session.is_event_gone or not session.is_ahead(now):
        return session
    if session.event_key is None:
        key = await free_key(connection, session_key(club, session.slot, Kind.EVENT))
        entry = new_entry(club, Kind.EVENT, key, club.settings.channel_id, week.id)
        details = EventDetails(session.id).stored()
        await outbox_rows.add_entry(connection, replace(entry, details=details), now)
        return replace(session, event_key=key)
    making = await outbox_rows.entry_by_key(connection, session.event_key)
    if making and making.state is EntryState.BLOCKED:
        await outbox_rows.save_entry(connection, unblocked(making))
    await _bring_up_to_date(connection, club, week, session, now)
    return session


async def recheck_event(connection: AsyncConnection, club: Club, session: SessionMeeting, now: datetime) -> None:
    """Look again who can see the event: it is ended if that became more people than may know of the club."""
    week = await week_rows.week_by_id(connection, session.week_id) if session.week_id else None
    if week and session.event_id is not None and session.is_ahead(now):
        await _change(connection, club, week, session, now)


async def without_event(
    connection: AsyncConnection, club: Club, session: SessionMeeting, now: datetime
) -> SessionMeeting:
    """The meeting without its event, which is cancelled if it exists. Not stored yet.

    An event that is being made at this moment is ended once Discord has answered (`follow_event`).
    """
    if session.event_key is None:
        return session
    for kind in (Kind.EVENT, Kind.EVENT_EDIT):
        for entry in await outbox_rows.entries_of_kind(connection, club.id, session.week_id or 0, kind):
            is_own = entry.key == session.event_key or EventDetails.of(entry).event_id == session.event_id
            if is_own and entry.state in CANCELLABLE and (kind is Kind.EVENT_EDIT or entry.first_sent_at is None):
                await outbox_rows.save_entry(connection, cancelled(entry, Trouble(TroubleCode.NOTHING_TO_SAY)))
    if session.event_id is not None:
        await _end(connection, club, session.week_id, session.event_key, session.event_id, now=now)
    return replace(session, event_key=None, event_id=None, event_shows=None)


async def follow_event(connection: AsyncConnection, entry: Entry, outcome: Outcome, now: datetime) -> None:
    """Note the event that Discord has made. If nobody wants it any more, end it."""
    details = EventDetails.of(entry)
    session = await meeting_rows.meeting_by_id(connection, details.meeting_id)
    club = await club_rows.club_by_id(connection, entry.club_id)
    is_wanted = session is not None and session.event_key == entry.key
    if club is None:
        return
    if entry.state is EntryState.CANCELLED and session and is_wanted:
        await meeting_rows.save_meeting(connection, replace(session, event_key=None))
    if not isinstance(outcome, Sent) or entry.message_id is None:
        return
    if session is None or not is_wanted:
        await _end(connection, club, entry.week_id, entry.key, entry.message_id, now=now)
        return
    shown = EventFacts.read(details.facts) if details.facts else None
    made = replace(session, event_id=entry.message_id, event_shows=shown)
    await meeting_rows.save_meeting(connection, made)
    if week := await week_rows.week_by_id(connection, entry.week_id or 0):
        await _bring_up_to_date(connection, club, week, made, now)
        await refresh_post(connection, club, week, now)


async def follow_event_edit(connection: AsyncConnection, entry: Entry, outcome: Outcome, now: datetime) -> None:
    """Note what the event shows now, or that somebody has removed it.

    A change while the edit was being composed added no other, so what it missed is sent now.
    """
    details = EventDetails.of(entry)
    session = await meeting_rows.meeting_by_id(connection, details.meeting_id)
    if session is None or session.event_id != details.event_id:
        return
    club = await club_rows.club_by_id(connection, entry.club_id)
    week = await week_rows.week_by_id(connection, entry.week_id or 0)
    if isinstance(outcome, Sent) and details.facts:
        edited = replace(session, event_shows=EventFacts.read(details.facts))
        await meeting_rows.save_meeting(connection, edited)
        if club and week and club.state is ClubState.ACTIVE and session.is_ahead(now):
            await _bring_up_to_date(connection, club, week, edited, now)
    elif entry.trouble and entry.trouble.code == TroubleCode.EVENT_GONE:
        # Discord removes an event together with its channel. In the place that was chosen instead, it is made again.
        is_moving = bool(session.event_shows and session.event_shows.place != session.meeting.place)
        gone = replace(session, event_key=None, event_id=None, event_shows=None, is_event_gone=not is_moving)
        if club and week and club.state is not ClubState.CLOSED:
            gone = await with_event(connection, club, week, gone, now) if is_moving else gone
            await refresh_post(connection, club, week, now)
        await meeting_rows.save_meeting(connection, gone)


def outlives_club(entry: Entry) -> bool:
    """Whether a closed club's entry goes on, because an event exists, or may exist, that has to be ended."""
    return entry.kind in CHANGES_OF_EVENTS or (entry.kind is Kind.EVENT and entry.first_sent_at is not None)


async def _bring_up_to_date(
    connection: AsyncConnection, club: Club, week: Week, session: SessionMeeting, now: datetime
) -> None:
    """Change the event if it shows something else."""
    facts = EventFacts.of(club, week, session.meeting, await part_in(connection, week, session.slot))
    if session.event_id is not None and session.event_shows != facts:
        await _change(connection, club, week, session, now)


async def _change(connection: AsyncConnection, club: Club, week: Week, session: SessionMeeting, now: datetime) -> None:
    """At most one change waits; it is composed when it is sent."""
    edits = await outbox_rows.entries_of_kind(connection, club.id, week.id, Kind.EVENT_EDIT)
    own = [edit for edit in edits if EventDetails.of(edit).event_id == session.event_id]
    if any(edit.state in CANCELLABLE for edit in own):
        return
    key = await free_key(connection, f"{session.event_key}-edit")
    entry = new_entry(club, Kind.EVENT_EDIT, key, club.settings.channel_id, week.id)
    details = EventDetails(session.id, session.event_id).stored()
    await outbox_rows.add_entry(connection, replace(entry, details=details), now)


async def _end(
    connection: AsyncConnection, club: Club, week_id: int | None, event_key: str, event_id: int, *, now: datetime
) -> None:
    key = await free_key(connection, f"{event_key}-end")
    entry = new_entry(club, Kind.EVENT_END, key, club.settings.channel_id, week_id)
    await outbox_rows.add_entry(connection, replace(entry, details=EventEndDetails(event_id).stored()), now)
