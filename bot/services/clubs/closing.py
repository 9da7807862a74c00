"""End what a closed club has begun: weeks, polls, sign-ups and messages. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.entry import cancelled
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.week import WeekState
from bot.services.meetings.events import outlives_club
from bot.services.meetings.planning import cancel_meetings
from bot.services.polls.messages import end_vote, is_vote_in_doubt
from bot.services.weeks.post_edits import refresh_post
from bot.storage.hosts import rows as host_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.storage.connections import AsyncConnection


async def end_all(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """The posts of open weeks say what came of them, and nothing else is sent but the ends of events and of a vote."""
    for week in (weeks := await week_rows.open_weeks(connection, club.id)):
        facts = {"state": WeekState.CLOSED, "next_step": None, "next_step_at": None}
        await week_rows.change_week(connection, week.id, note=Note(NoteCode.CLUB_CLOSED), **facts)
    await sign_up_rows.delete_sign_ups(connection, club.id)
    await host_rows.end_hosting(connection, club.id)
    await cancel_meetings(connection, club, now)
    waiting = await outbox_rows.unsettled_entries(connection, club.id)
    for entry in [*waiting, *await outbox_rows.blocked_entries(connection, club.id)]:
        if not (outlives_club(entry) or is_vote_in_doubt(entry)):
            await outbox_rows.save_entry(connection, cancelled(entry, Trouble(TroubleCode.CLUB_CLOSED)))
    await end_vote(connection, club, now)
    for week in weeks:
        await refresh_post(connection, club, week, now)
