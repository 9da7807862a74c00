"""Keep a week's post up to date: at most one edit waits at a time. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.services.outbox.entries import entry_key, new_entry
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

# Many members answer at once, and each answer changes the post: make at most one edit in this time.
LEAST_APART = timedelta(seconds=10)
# The edit is composed when it is sent, so it includes everything that happened until then.
WAITING = {EntryState.PENDING, EntryState.BLOCKED}


async def refresh_posts(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """Make the posts of all open weeks show what the club's settings now allow."""
    for week in await week_rows.open_weeks(connection, club.id):
        await refresh_post(connection, club, week, now)


async def refresh_post(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, least_apart: timedelta = timedelta(0)
) -> None:
    """Make the week's post show the current state of the week, if it was posted."""
    if week.message_id is None or week.post_channel_id is None:
        return
    edits = await outbox_rows.entries_of_kind(connection, club.id, week.id, Kind.POST_EDIT)
    if any(edit.state in WAITING for edit in edits):
        return
    # Old edits are pruned, so that there may be fewer than were made.
    numbers = [edit.key.rpartition("-")[2] for edit in edits]
    number = 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)
    key, channel_id = f"{entry_key(club, week, Kind.POST_EDIT)}-{number}", week.post_channel_id
    entry = new_entry(club, Kind.POST_EDIT, key, channel_id, week.id)
    last = max((edit.first_sent_at for edit in edits if edit.first_sent_at), default=None)
    not_before = last + least_apart if last and last + least_apart > now else None
    await outbox_rows.add_entry(connection, replace(entry, not_before=not_before), now)
