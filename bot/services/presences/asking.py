"""Ask once, in the week's thread, who was at a meeting that has ended. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.presences.details import QuestionDetails
from bot.services.outbox.entries import new_entry, session_key
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.presences import rows as presence_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.shards.sharding import Shards
    from bot.storage.connections import AsyncConnection

# Later, for example after the bot was away, nobody would expect the question.
ASKED_WITHIN = timedelta(days=1)


async def meetings_to_ask(connection: AsyncConnection, now: datetime, limit: int, shards: Shards) -> list[int]:
    """The ids of meetings that have ended and whose members were not asked yet."""
    return await presence_rows.meetings_to_ask(connection, now - ASKED_WITHIN, now, limit, shards)


async def ask_who_was_there(connection: AsyncConnection, meeting_id: int, now: datetime) -> bool:
    """Add the question to the outbox. Its key is the session's own, so that it is asked once, whatever happens."""
    session = await meeting_rows.meeting_by_id(connection, meeting_id)
    week = await week_rows.week_by_id(connection, session.week_id) if session and session.week_id else None
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    # Another process may have been faster.
    if session is None or session.is_asked or week is None or club is None or week.thread_id is None:
        return False
    await meeting_rows.save_meeting(connection, replace(session, is_asked=True))
    key = session_key(club, session.slot, Kind.PRESENCES)
    if await outbox_rows.entry_by_key(connection, key) is not None:
        return False
    details = QuestionDetails.about(week, session.slot).stored()
    entry = replace(new_entry(club, Kind.PRESENCES, key, week.thread_id, week.id), details=details)
    await outbox_rows.add_entry(connection, entry, now)
    return True
