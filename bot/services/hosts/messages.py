"""Messages to hosts in the outbox, and what follows if direct messages are closed. Part of a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.hosts.answers import as_seen, is_current
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.outbox.entry import Cancelled, EntryState, Refused
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import TroubleCode
from bot.services.hosts.sessions import session_at, store
from bot.services.outbox.entries import free_key, new_entry
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.reminders import rows as reminder_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry, Outcome
    from bot.storage.connections import AsyncConnection

CALLED = "-c"  # ends the key of a call that replaces a refused direct message


async def tell_member(connection: AsyncConnection, club: Club, details: HostDetails, now: datetime) -> bool:
    """Send a member a message: directly if they volunteered or asked for reminders, or else in the club's channel.

    Returns whether there is a place for it.
    """
    key = await free_key(connection, f"{club.token}-{details.day:%y%m%d}-host-{details.news}")
    channel_id = await host_rows.channel_of(connection, club.id, details.day, details.member)
    if channel_id:
        entry = replace(new_entry(club, Kind.HOST_DIRECT, key, channel_id, None), details=details.stored())
        await outbox_rows.add_entry(connection, entry, now)
        return True
    return await _call(connection, club, details, key, now)


async def tell_host_of_move(connection: AsyncConnection, club: Club, day: date, now: datetime) -> None:
    """Tell the host of the session, if it has one, that it has another time now."""
    host = await cast_rows.host_of(connection, club.id, day)
    if host is not None:
        await tell_member(connection, club, HostDetails.about(HostNews.MOVED, day, host), now)


async def follow_host(connection: AsyncConnection, entry: Entry, outcome: Outcome, now: datetime) -> None:
    """If the member accepts no direct messages, call them in the club's channel, now and from now on."""
    await follow_host_call(connection, entry, outcome, now)
    is_refused = isinstance(outcome, Refused) or (
        isinstance(outcome, Cancelled) and outcome.trouble.code is TroubleCode.DM_REFUSED
    )
    if not is_refused or entry.state is not EntryState.CANCELLED:
        return
    # As stored: the worker's copy may still name a member who has been erased meanwhile.
    details = HostDetails.of(await outbox_rows.entry_by_key(connection, entry.key) or entry)
    club = await club_rows.club_by_id(connection, entry.club_id)
    if not details.member or club is None:
        return
    await host_rows.forget_channels(connection, club.id, details.member)
    await reminder_rows.note_refused(connection, club.server_id, details.member)
    key = f"{entry.key}{CALLED}"
    if await outbox_rows.entry_by_key(connection, key) is None:
        await _call(connection, club, details, key, now)


async def follow_host_call(connection: AsyncConnection, entry: Entry, outcome: Outcome, now: datetime) -> None:
    """If the member was not asked after all, since they may not see the club, somebody else is asked at once."""
    details = HostDetails.of(entry)
    is_untold = isinstance(outcome, Cancelled) and outcome.trouble.code is TroubleCode.NOTHING_TO_SAY
    if not is_untold or details.news != HostNews.ASKED:
        return
    await sign_up_rows.lock_club(connection, entry.club_id)
    club = await club_rows.club_by_id(connection, entry.club_id)
    one = await session_at(connection, club, details.day) if club else None
    if club and one and is_current(one.session, HostNews.ASKED, details.member, now):
        await store(connection, club, one, as_seen(one.session, {details.member}, (), (), now), now)
        await host_rows.look_sooner(connection, club.id, now)


async def _call(connection: AsyncConnection, club: Club, details: HostDetails, key: str, now: datetime) -> bool:
    """A call quotes nobody. In a forum it goes to the newest thread; before the first week there is no place for it."""
    channel_id: int | None = club.settings.channel_id
    details = replace(details, named=None)
    if club.settings.is_forum:
        channel_id = await week_rows.newest_thread(connection, club.id)
    if channel_id:
        entry = replace(new_entry(club, Kind.HOST_CALL, key, channel_id, None), details=details.stored())
        await outbox_rows.add_entry(connection, entry, now)
    return bool(channel_id)
