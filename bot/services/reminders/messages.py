"""Reminders by direct message in the outbox, and what follows if Discord refuses one. Part of a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox.entry import Cancelled, EntryState, Refused
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import TroubleCode
from bot.core.reminders.details import DirectDetails
from bot.core.reminders.reminder import Due, ReminderSplit, split
from bot.core.reviews.details import ReviewReminderDetails
from bot.core.weeks.details import ReminderDetails
from bot.services.outbox.entries import entry_key, new_entry
from bot.services.reviews.secrets import is_secret, mark_of
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.reminders import rows as reminder_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry, Outcome
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def remind_directly(
    connection: AsyncConnection,
    club: Club,
    week: Week,
    now: datetime,
    *,
    due: Due,
    owing: Collection[int],
    called: Sequence[int],
) -> ReminderSplit:
    """Send direct messages to those who asked and owe something, each once a week; who is left for the thread."""
    asked = await reminder_rows.reachable(connection, club.server_id)
    parted = split(owing, called, asked)
    for member in parted.directly:
        mark = await mark_of(connection, club, week, member)
        key = f"{entry_key(club, week, Kind.DIRECT)}-{due}-{mark}"
        if await outbox_rows.entry_by_key(connection, key):
            continue
        entry = new_entry(club, Kind.DIRECT, key, asked[member].channel_id, week.id)
        await outbox_rows.add_entry(connection, replace(entry, details=DirectDetails(due, member).stored()), now)
    return parted


async def follow_direct(connection: AsyncConnection, entry: Entry, outcome: Outcome, now: datetime) -> None:
    """If the member accepts no direct messages, call them in the week's thread, now and from now on."""
    is_refused = isinstance(outcome, Refused) or (
        isinstance(outcome, Cancelled) and outcome.trouble.code is TroubleCode.DM_REFUSED
    )
    if not is_refused or entry.state is not EntryState.CANCELLED:
        return
    # As stored: the worker's copy may still name a member who has been erased meanwhile.
    details = DirectDetails.of(await outbox_rows.entry_by_key(connection, entry.key) or entry)
    if not details.member:
        return
    await reminder_rows.note_refused(connection, entry.server_id, details.member)
    club = await club_rows.club_by_id(connection, entry.club_id)
    week = await week_rows.week_by_id(connection, entry.week_id) if entry.week_id else None
    if club and week and week.thread_id:
        await _call_in_thread(connection, club, week, details, now)


async def _call_in_thread(
    connection: AsyncConnection, club: Club, week: Week, details: DirectDetails, now: datetime
) -> None:
    """Call the member once a week, unless that told who still owes a review that nobody may know of."""
    kind, stored = Kind.REMINDER, ReminderDetails(members=[details.member]).stored()
    if details.due == Due.REVIEWS:
        if is_secret(club, await review_rows.reviews_of_week(connection, week.id)):
            return
        kind, stored = Kind.REVIEW_REMINDER, ReviewReminderDetails(members=[details.member], log_ids=[]).stored()
    mark = await mark_of(connection, club, week, details.member)
    # The same key for logs and reviews: one call a week.
    key = f"{entry_key(club, week, Kind.REMINDER)}-{mark}"
    if await outbox_rows.entry_by_key(connection, key) is None:
        entry = replace(new_entry(club, kind, key, week.thread_id or 0, week.id), details=stored)
        await outbox_rows.add_entry(connection, entry, now)
