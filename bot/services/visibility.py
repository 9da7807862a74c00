"""Clubs, weeks and logs as one viewer sees them: what they may not see doesn't exist for them.

Part of a caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.visibility import Access
from bot.services.clubs.refusals import ClubClosedError, ClubGoneError
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def seen_clubs(connection: AsyncConnection, viewer: Viewer, *, with_closed: bool = False) -> list[Club]:
    """The open clubs of the server that the viewer can see, by name; none in a direct message."""
    if viewer.server_id is None:
        return []
    return viewer.seen(await club_rows.clubs_of_server(connection, viewer.server_id, with_closed=with_closed))


async def clubs_meant_at(connection: AsyncConnection, viewer: Viewer, channel_ids: Sequence[int]) -> list[Club]:
    """The clubs of the first channel that has any (a thread, then its channel), or else all of the server's."""
    if viewer.server_id is None:
        return []
    for channel_id in channel_ids:
        if clubs := viewer.seen(await club_rows.clubs_at(connection, viewer.server_id, [channel_id])):
            return clubs
    return await seen_clubs(connection, viewer)


async def seen_club(connection: AsyncConnection, viewer: Viewer, club_id: int | None) -> Club | None:
    """A club, even a closed one, in any server where the viewer is a member."""
    club = await club_rows.club_by_id(connection, club_id) if club_id else None
    return club if club and viewer.may_see(club) else None


async def open_club_here(connection: AsyncConnection, viewer: Viewer, club_id: int) -> Club:
    """An open club of the server where the viewer asks. Raises ClubGoneError and ClubClosedError."""
    club = await seen_club(connection, viewer, club_id)
    if club is None or club.server_id != viewer.server_id:
        raise ClubGoneError
    if club.state is ClubState.CLOSED:
        raise ClubClosedError
    return club


async def seen_week(connection: AsyncConnection, viewer: Viewer, week_id: int | None) -> tuple[Club, Week] | None:
    week = await week_rows.week_by_id(connection, week_id) if week_id else None
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    return (club, week) if week and club and viewer.may_see(club, week) else None


async def seen_log(connection: AsyncConnection, viewer: Viewer, log_id: int) -> PaperLog | None:
    """A log of a club, even a withdrawn one. A private log is visible only to its author."""
    log = await log_rows.log_by_id(connection, log_id)
    return log if log and await is_in_sight(connection, viewer, log.club_id, log.week_id) else None


async def is_in_sight(connection: AsyncConnection, viewer: Viewer, club_id: int | None, week_id: int | None) -> bool:
    """Whether the viewer may see the club of a log or a draft; False without a club."""
    if week_id:
        found = await seen_week(connection, viewer, week_id)
        return found is not None and found[0].id == club_id
    return await seen_club(connection, viewer, club_id) is not None


async def marked_entry(connection: AsyncConnection, viewer: Viewer, key: str) -> Entry | None:
    """The entry whose message has this key in its buttons, in the server where the viewer asks."""
    entry = await outbox_rows.entry_by_key(connection, key)
    club = await seen_club(connection, viewer, entry.club_id) if entry else None
    return entry if entry and club and club.server_id == viewer.server_id else None


async def marked_week(connection: AsyncConnection, viewer: Viewer, key: str) -> tuple[Club, Week] | None:
    """The week that the message under this key is about."""
    entry = await marked_entry(connection, viewer, key)
    return await seen_week(connection, viewer, entry.week_id) if entry else None


async def hidden_channels(connection: AsyncConnection, viewer: Viewer, clubs: list[Club]) -> list[int]:
    """Channels with weeks of clubs that the viewer sees, which the viewer may not view."""
    servers = {club.id: viewer.memberships[club.server_id] for club in clubs}
    posted = await week_rows.channels_of(connection, servers)
    return [channel for club_id, channel in posted if servers[club_id].access_to(channel) is Access.HIDDEN]
