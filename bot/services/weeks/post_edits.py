"""Keep a week's post and digest up to date: at most one edit waits at a time. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import FIRST_SWEEP, EntryState
from bot.core.outbox.kinds import Kind
from bot.services.outbox.entries import entry_key, new_entry
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
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
    if week.message_id is not None and week.post_channel_id is not None:
        edit = new_entry(club, Kind.POST_EDIT, entry_key(club, week, Kind.POST_EDIT), week.post_channel_id, week.id)
        await _add_edit(connection, edit, now, least_apart)


async def refresh_digest(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, least_apart: timedelta = timedelta(0)
) -> None:
    """Make the week's digest show what came after it, if it was sent. One that still waits shows it anyway."""
    digest = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.DIGEST))
    if digest is None or digest.state in {*WAITING, EntryState.CANCELLED}:
        return
    edit = new_entry(club, Kind.DIGEST_UPDATE, entry_key(club, week, Kind.DIGEST_UPDATE), digest.channel_id, week.id)
    # While it is on its way, perhaps without the news, there is no message to edit yet.
    is_there = digest.message_id is not None
    await _add_edit(connection, edit if is_there else replace(edit, not_before=now + FIRST_SWEEP), now, least_apart)


async def _add_edit(connection: AsyncConnection, edit: Entry, now: datetime, least_apart: timedelta) -> None:
    """Add the edit, with a number after its key, unless one waits already."""
    edits = await outbox_rows.entries_of_kind(connection, edit.club_id, edit.week_id or 0, edit.kind)
    if any(earlier.state in WAITING for earlier in edits):
        return
    # Old edits are pruned, so that there may be fewer than were made.
    numbers = [earlier.key.rpartition("-")[2] for earlier in edits]
    number = 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)
    last = max((earlier.first_sent_at for earlier in edits if earlier.first_sent_at), default=None)
    not_before = last + least_apart if last and last + least_apart > now else edit.not_before
    await outbox_rows.add_entry(connection, replace(edit, key=f"{edit.key}-{number}", not_before=not_before), now)
