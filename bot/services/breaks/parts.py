"""Moves the slots of a long paper out of a break, to days after it.

Part of a caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.core.weeks.parts import MovedPart, moved_parts
from bot.services.clubs.news import News, tell_club
from bot.services.clubs.open_clubs import open_club
from bot.services.hosts.aligning import move_sessions
from bot.services.meetings.planning import move_slots
from bot.services.outbox.entries import entry_key
from bot.services.polls.moving import move_vote
from bot.services.weeks.slots import set_next
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.calendar.breaks import Break
    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def parts_to_move(
    connection: AsyncConnection, club: Club, week: Week, pause: Break, now: datetime
) -> tuple[MovedPart, ...]:
    """The week's further slots that move if it is stretched, oldest first."""
    if week.periods == 1:
        return ()
    further = await part_rows.further_slots(connection, week)
    said = [number for number, row in enumerate(further, start=1) if await _was_said(connection, club, row)]
    ahead = further[max(said, default=0) :]
    taken = await week_rows.slots_from(connection, club.id, week.slot) - {row.slot for row in ahead}
    return moved_parts(ahead, pause, taken, club, now)


async def move_parts(connection: AsyncConnection, club: Club, moved: Sequence[MovedPart], now: datetime) -> Club:
    """Move these slots of one paper, with their meetings and hosts. If the club's next post has to make room, its
    channel is told.
    """
    for part in reversed(moved):
        await part_rows.move_slot(connection, part.row, part.after, club.timetable.instant_on(part.after))
    days = [(part.before, part.after) for part in moved]
    await move_slots(connection, club, days)
    if club.next_slot is not None:
        await set_next(connection, club, club.next_slot)
    later = await open_club(connection, club.id)
    await move_vote(connection, club, later, now)
    if later.next_slot != club.next_slot:
        await tell_club(connection, later, News.MOVED, now, (), day=later.next_slot, before=club.next_slot)
    await move_sessions(connection, later, days, now)
    return later


async def _was_said(connection: AsyncConnection, club: Club, row: Week) -> bool:
    """Whether members were told that the paper goes on in this slot. They were not if a break canceled the message."""
    entry = await outbox_rows.entry_by_key(connection, entry_key(club, row, Kind.CATCH_UP))
    return entry is not None and entry.state is not EntryState.CANCELLED
