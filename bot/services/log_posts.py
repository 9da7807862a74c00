"""What becomes of logs in Discord: which entries follow from a change. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox import EntryState, Kind, unblocked
from bot.services.entries import anew_key, change_key, log_key, new_entry, repost_key
from bot.services.review_secrets import is_secret
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.paper_logs import LogState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog

WITHDRAWABLE = {EntryState.PENDING, EntryState.BLOCKED}
TAKEN_BACK = "its author withdrew the log"
SUPERSEDED = "a newer version took its place"


async def announce_first(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """The same for a log of which nothing was ever sent, as one that is written for the first time."""
    place = await _place_for(connection, club, week)
    if place is None:
        return None
    entry = _first_entry(club, log, log_key(club, log.id), place)
    await outbox_rows.add_entry(connection, entry, now)
    return entry.key


async def announce_log(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """See to it that the log's message shows its newest version: posted, or changed where it stands already.

    `week` is the log's. The key of the entry that does it; None for a log whose week has no thread yet, which is posted
    when it opens.
    """
    if log.message_id is not None:
        return await _change_message(connection, club, log, now)
    place = await _place_for(connection, club, week)
    if place is None:
        return None
    entry = _first_entry(club, log, log_key(club, log.id), place)
    earlier = await outbox_rows.entry_by_key(connection, entry.key)
    if earlier is None:
        await outbox_rows.add_entry(connection, entry, now)
    elif earlier.state is EntryState.CANCELLED:
        entry = replace(entry, key=repost_key(club, log.id, log.version))
        await _add_once(connection, entry, now)
    elif earlier.state is EntryState.PENDING:
        # It is worded when it leaves, so that this version is the one that will be shown.
        await outbox_rows.save_entry(connection, replace(earlier, details=entry.details))
    elif earlier.state is EntryState.BLOCKED:
        # What stood in the way may have been the text itself, as where AutoMod refused it.
        await outbox_rows.save_entry(connection, unblocked(replace(earlier, details=entry.details)))
    return entry.key


async def announce_again(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """The same text was sent again: what held its message up may be out of the way. The key of the entry to watch."""
    if log.message_id is None:
        return await announce_log(connection, club, week, log, now)
    key = change_key(club, log.id, log.version, is_withdrawn=False)
    entry = await outbox_rows.entry_by_key(connection, key)
    if entry is None or entry.state is not EntryState.BLOCKED:
        return None
    await outbox_rows.save_entry(connection, unblocked(entry))
    return key


async def take_back(connection: AsyncConnection, club: Club, log: PaperLog, now: datetime) -> str | None:
    """The log was withdrawn: its message is changed to say so, by the entry whose key is returned, or never sent."""
    if log.message_id is not None:
        return await _change_message(connection, club, log, now)
    for key in (log_key(club, log.id), repost_key(club, log.id, log.version)):
        entry = await outbox_rows.entry_by_key(connection, key)
        if entry and entry.kind is Kind.LOG and entry.state in WITHDRAWABLE:
            cancelled = replace(entry, state=EntryState.CANCELLED, reason=TAKEN_BACK, trouble="", not_before=None)
            await outbox_rows.save_entry(connection, cancelled)
    return None


async def post_anew(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """The log's message was deleted, and its author wants it posted again. None where there is no thread for it."""
    place = await _place_for(connection, club, week)
    if place is None:
        return None
    earlier = await outbox_rows.entry_by_key(connection, log_key(club, log.id))
    if earlier and earlier.state is EntryState.DONE:
        # A later look for copies of the deleted message would take the new one for such a copy.
        await outbox_rows.save_entry(connection, replace(earlier, not_before=None))
    await log_rows.change_log(connection, log.id, channel_id=None, message_id=None)
    entry = _first_entry(club, log, anew_key(club, log.id, log.version), place)
    await _add_once(connection, entry, now)
    return entry.key


async def note_log_message(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    """The log's message is there. What was changed while it was on its way is made good."""
    log_id, shown = int(entry.details["log_id"]), (entry.details.get("version"), LogState.KEPT)
    noted = await log_rows.note_message(connection, log_id, entry.channel_id, entry.message_id or 0)
    if noted in {None, shown}:
        return
    log = await log_rows.log_by_id(connection, log_id)
    club = await club_rows.club_by_id(connection, entry.club_id)
    if log and club:
        await _change_message(connection, club, log, now)


async def post_waiting_logs(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week's thread has opened: logs that were written before are posted."""
    for log in await log_rows.unposted_logs(connection, club.id, week.id):
        await announce_log(connection, club, week if log.week_id else None, log, now)


async def _place_for(connection: AsyncConnection, club: Club, week: Week | None) -> int | None:
    return week.thread_id if week else await week_rows.newest_thread(connection, club.id)


def _first_entry(club: Club, log: PaperLog, key: str, place: int) -> Entry:
    details = {"log_id": log.id, "version": log.version}
    return replace(new_entry(club, Kind.LOG, key, place, log.week_id), details=details)


async def _change_message(connection: AsyncConnection, club: Club, log: PaperLog, now: datetime) -> str:
    key = change_key(club, log.id, log.version, is_withdrawn=log.is_withdrawn)
    entry = new_entry(club, Kind.LOG_EDIT, key, log.channel_id or 0, log.week_id)
    await _drop_refused_change(connection, club, log)
    await _add_once(connection, replace(entry, details={"log_id": log.id, "version": log.version}), now)
    return key


async def _drop_refused_change(connection: AsyncConnection, club: Club, log: PaperLog) -> None:
    """What Discord would not show of the version before need not be shown any more."""
    before = log.version - 1
    older = [(log.version, False)] if log.is_withdrawn else [(before, False), (before, True)]
    keys = [change_key(club, log.id, version, is_withdrawn=is_withdrawn) for version, is_withdrawn in older]
    for entry in (await outbox_rows.entries_by_key(connection, keys)).values():
        if entry.state is EntryState.BLOCKED:
            superseded = replace(entry, state=EntryState.CANCELLED, reason=SUPERSEDED, trouble="", not_before=None)
            await outbox_rows.save_entry(connection, superseded)


async def _add_once(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    if await outbox_rows.entry_by_key(connection, entry.key) is None:
        await outbox_rows.add_entry(connection, entry, now)


async def tell_reviewers_once(connection: AsyncConnection, club: Club, log: PaperLog, now: datetime) -> str | None:
    """A log has one revision round: after the first change that follows a review, nobody is told of another.

    Who reviewed it in secret is told privately, when they come by. The message's key comes back, if there is one.
    """
    written = [review for review in await review_rows.reviews_of_log(connection, log.id) if review.is_written]
    reviewed = [review for review in written if not is_secret(club, [review])]
    key = f"{log_key(club, log.id)}-{Kind.REVISED}"
    if not reviewed or log.channel_id is None or await outbox_rows.entry_by_key(connection, key):
        return None
    details = {"log_id": log.id, "version": log.version}
    entry = new_entry(club, Kind.REVISED, key, log.channel_id, log.week_id)
    await outbox_rows.add_entry(connection, replace(entry, details=details), now)
    return key
