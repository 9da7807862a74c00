"""Ask once, in the thread of a week whose meeting has ended, who was there. Part of a caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.services.outbox.entries import entry_key, new_entry
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.presences import rows as presence_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.shards.sharding import Shards
    from bot.storage.connections import AsyncConnection

# Later, for example after the bot was away, nobody would expect the question.
ASKED_WITHIN = timedelta(days=1)


async def weeks_to_ask(connection: AsyncConnection, now: datetime, limit: int, shards: Shards) -> list[int]:
    """The ids of weeks whose meeting has ended and whose members were not asked yet."""
    return await presence_rows.weeks_to_ask(connection, now - ASKED_WITHIN, now, limit, shards)


async def ask_who_was_there(connection: AsyncConnection, week_id: int, now: datetime) -> bool:
    """Add the question to the outbox. Its key is the week's own, so that it is asked once, whatever happens."""
    week = await week_rows.week_by_id(connection, week_id)
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    if week is None or club is None or week.thread_id is None:
        return False
    key = entry_key(club, week, Kind.PRESENCES)
    # Another process may have been faster.
    if await outbox_rows.entry_by_key(connection, key) is not None:
        return False
    await outbox_rows.add_entry(connection, new_entry(club, Kind.PRESENCES, key, week.thread_id, week.id), now)
    return True
