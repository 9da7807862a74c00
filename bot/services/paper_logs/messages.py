"""How changes of logs reach Discord: which outbox entries follow. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.outbox.entry import CANCELLABLE, EntryState, cancelled, unblocked
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.paper_logs.details import LogDetails
from bot.core.paper_logs.paper_log import LogState
from bot.services.outbox.entries import anew_key, change_key, log_key, new_entry, repost_key
from bot.services.reviews.secrets import is_secret
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry, Outcome
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

SUPERSEDED = Trouble(TroubleCode.SUPERSEDED)
REVIEWABLE = "r"  # the end of the keys of edits that offer reviews
EDITS_AT_ONCE, EDITS_APART = 10, timedelta(seconds=15)


async def announce_first(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """Post a log that was never sent, such as a new one.

    Returns the key of the entry that does it; None if its week has no thread yet.
    """
    channel_id = await _channel_for(connection, club, week)
    if channel_id is None:
        return None
    entry = _first_entry(club, log, log_key(club, log.id), channel_id)
    await outbox_rows.add_entry(connection, entry, now)
    return entry.key


async def announce_log(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """Make sure that the log's message shows its newest version, by posting or editing it.

    `week` is the log's. Returns the key of the entry that does it; None for a log whose week has no thread yet, which
    is posted when the thread opens.
    """
    if log.message_id is not None:
        return await _change_message(connection, club, log, now)
    channel_id = await _channel_for(connection, club, week)
    if channel_id is None:
        return None
    entry = _first_entry(club, log, log_key(club, log.id), channel_id)
    earlier = await outbox_rows.entry_by_key(connection, entry.key)
    if earlier is None:
        await outbox_rows.add_entry(connection, entry, now)
    elif earlier.state is EntryState.CANCELLED:
        entry = replace(entry, key=repost_key(club, log.id, log.version))
        await _add_once(connection, entry, now)
    elif earlier.state is EntryState.PENDING:
        # The message is composed when it is sent, so it will show this version.
        await outbox_rows.save_entry(connection, replace(earlier, details=entry.details))
    elif earlier.state is EntryState.BLOCKED:
        # The text itself may have been the problem, for example if AutoMod refused it.
        await outbox_rows.save_entry(connection, unblocked(replace(earlier, details=entry.details)))
    return entry.key


async def announce_again(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """The same text was sent again, and whatever blocked its message may be gone. Returns the key of the entry to
    watch.
    """
    if log.message_id is None:
        return await announce_log(connection, club, week, log, now)
    key = change_key(club, log.id, log.version, is_withdrawn=False)
    entry = await outbox_rows.entry_by_key(connection, key)
    if entry is None or entry.state is not EntryState.BLOCKED:
        return None
    await outbox_rows.save_entry(connection, unblocked(entry))
    return key


async def take_back(connection: AsyncConnection, club: Club, log: PaperLog, now: datetime) -> str | None:
    """The log was withdrawn: edit its message to say so (by the entry whose key is returned), or never send it."""
    if log.message_id is not None:
        return await _change_message(connection, club, log, now)
    for key in (log_key(club, log.id), repost_key(club, log.id, log.version)):
        entry = await outbox_rows.entry_by_key(connection, key)
        if entry and entry.kind is Kind.LOG and entry.state in CANCELLABLE:
            await outbox_rows.save_entry(connection, cancelled(entry, Trouble(TroubleCode.LOG_WITHDRAWN)))
    return None


async def post_anew(
    connection: AsyncConnection, club: Club, week: Week | None, log: PaperLog, now: datetime
) -> str | None:
    """The log's message was deleted, and its author wants it posted again. None if there is no thread for it."""
    channel_id = await _channel_for(connection, club, week)
    if channel_id is None:
        return None
    earlier = await outbox_rows.entry_by_key(connection, log_key(club, log.id))
    if earlier and earlier.state is EntryState.DONE:
        # Otherwise a later search for copies of the deleted message would take the new one for a copy.
        await outbox_rows.save_entry(connection, replace(earlier, not_before=None))
    await log_rows.change_log(connection, log.id, channel_id=None, message_id=None)
    entry = _first_entry(club, log, anew_key(club, log.id, log.version), channel_id)
    await _add_once(connection, entry, now)
    return entry.key


async def follow_log(connection: AsyncConnection, entry: Entry, _outcome: Outcome, now: datetime) -> None:
    """Once the log's message exists, apply the changes that were made while it was being sent."""
    if entry.message_id is None:
        return
    details = LogDetails.of(entry)
    noted = await log_rows.note_message(connection, details.log_id, entry.channel_id, entry.message_id)
    if noted in {None, (details.version, LogState.KEPT)}:
        return
    log = await log_rows.log_by_id(connection, details.log_id)
    club = await club_rows.club_by_id(connection, entry.club_id)
    if log and club:
        await _change_message(connection, club, log, now)


async def post_waiting_logs(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The week's thread has opened: post the logs that were written before."""
    for log in await log_rows.unposted_logs(connection, club.id, week.id):
        await announce_log(connection, club, week if log.week_id else None, log, now)


async def offer_reviews(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Reviews have begun: the messages of the week's logs get their *Review* button, a few at a time.

    The channel has more urgent messages, and Discord limits how fast old ones may be edited.
    """
    if week.thread_id is None:
        return
    for number, log in enumerate(await log_rows.logs_of_week(connection, week.id)):
        key, channel_id = f"{log_key(club, log.id)}-{REVIEWABLE}", log.channel_id or week.thread_id
        wait = EDITS_APART * (number // EDITS_AT_ONCE)
        entry = new_entry(club, Kind.LOG_EDIT, key, channel_id, log.week_id)
        await _add_once(connection, replace(entry, details=_details(log), not_before=now + wait if wait else None), now)


async def _channel_for(connection: AsyncConnection, club: Club, week: Week | None) -> int | None:
    return week.thread_id if week else await week_rows.newest_thread(connection, club.id)


def _first_entry(club: Club, log: PaperLog, key: str, channel_id: int) -> Entry:
    return replace(new_entry(club, Kind.LOG, key, channel_id, log.week_id), details=_details(log))


def _details(log: PaperLog) -> dict[str, Any]:
    return LogDetails(log.id, log.version).stored()


async def _change_message(connection: AsyncConnection, club: Club, log: PaperLog, now: datetime) -> str:
    key = change_key(club, log.id, log.version, is_withdrawn=log.is_withdrawn)
    entry = new_entry(club, Kind.LOG_EDIT, key, log.channel_id or 0, log.week_id)
    await _drop_refused_change(connection, club, log)
    await _add_once(connection, replace(entry, details=_details(log)), now)
    return key


async def _drop_refused_change(connection: AsyncConnection, club: Club, log: PaperLog) -> None:
    """If Discord refused to show the previous version, it need not be shown any more."""
    before = log.version - 1
    older = [(log.version, False)] if log.is_withdrawn else [(before, False), (before, True)]
    keys = [change_key(club, log.id, version, is_withdrawn=is_withdrawn) for version, is_withdrawn in older]
    for entry in (await outbox_rows.entries_by_key(connection, keys)).values():
        if entry.state is EntryState.BLOCKED:
            await outbox_rows.save_entry(connection, cancelled(entry, SUPERSEDED))


async def _add_once(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    if await outbox_rows.entry_by_key(connection, entry.key) is None:
        await outbox_rows.add_entry(connection, entry, now)


async def tell_reviewers_once(connection: AsyncConnection, club: Club, log: PaperLog, now: datetime) -> str | None:
    """A log has one revision round: after the first change that follows a review, reviewers aren't told of another.

    Anonymous reviewers are told privately, at their next interaction. Returns the message's key, if there is one.
    """
    written = [review for review in await review_rows.reviews_of_log(connection, log.id) if review.is_written]
    reviewed = [review for review in written if not is_secret(club, [review])]
    key = f"{log_key(club, log.id)}-{Kind.REVISED}"
    if not reviewed or log.channel_id is None or await outbox_rows.entry_by_key(connection, key):
        return None
    entry = new_entry(club, Kind.REVISED, key, log.channel_id, log.week_id)
    await outbox_rows.add_entry(connection, replace(entry, details=_details(log)), now)
    return key
