"""Keeping a week's post true: one change of it waits at most, however much happens. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import EntryState, Kind
from bot.core.weeks import WeekState
from bot.services.entries import entry_key, new_entry
from bot.storage import outbox as outbox_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.weeks import Week

# Many answer at once, and each answer changes the post: no more than one change in so long.
LEAST_APART = timedelta(seconds=10)
# Such a change is worded when it leaves, so whatever happens until then is in it.
WAITING = {EntryState.PENDING, EntryState.BLOCKED}


async def refresh_post(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, least_apart: timedelta = timedelta(0)
) -> None:
    """Have the week's post show the week as it is now, where it is up."""
    if week.message_id is None or week.post_channel_id is None:
        return
    edits = await outbox_rows.entries_of_kind(connection, club.id, week.id, Kind.POST_EDIT)
    if any(edit.state in WAITING for edit in edits):
        return
    key, place = f"{entry_key(club, week, Kind.POST_EDIT)}-{len(edits) + 1}", week.post_channel_id
    entry = new_entry(club, Kind.POST_EDIT, key, place, week.id)
    last = max((edit.first_sent_at for edit in edits if edit.first_sent_at), default=None)
    not_before = last + least_apart if last and last + least_apart > now else None
    await outbox_rows.add_entry(connection, replace(entry, not_before=not_before), now)


async def refresh_newest_post(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """The same for the club's newest week, whose post says what comes after it."""
    week = await week_rows.latest_week(connection, club.id)
    if week is not None and week.state is not WeekState.CLOSED:
        await refresh_post(connection, club, week, now)
