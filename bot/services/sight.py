"""Clubs, weeks and logs as one viewer finds them: what they may not see is not there.

Part of a caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.visibility import Access
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog


async def seen_clubs(connection: AsyncConnection, viewer: Viewer, *, with_closed: bool = False) -> list[Club]:
    """The living clubs of the server where the viewer asks, by name; none in a direct message."""
    if viewer.server_id is None:
        return []
    return viewer.seen(await club_rows.clubs_of_server(connection, viewer.server_id, with_closed=with_closed))


async def clubs_meant_at(connection: AsyncConnection, viewer: Viewer, channel_ids: Sequence[int]) -> list[Club]:
    """Those of the first place where some meet (a thread, then its channel), or else all of the server."""
    if viewer.server_id is None:
        return []
    for place in channel_ids:
        if clubs := viewer.seen(await club_rows.clubs_at(connection, viewer.server_id, [place])):
            return clubs
    return await seen_clubs(connection, viewer)


async def seen_club(connection: AsyncConnection, viewer: Viewer, club_id: int | None) -> Club | None:
    """A club wherever the viewer is a member, a closed one too."""
    club = await club_rows.club_by_id(connection, club_id) if club_id else None
    return club if club and viewer.may_see(club) else None


async def seen_week(connection: AsyncConnection, viewer: Viewer, week_id: int | None) -> tuple[Club, Week] | None:
    week = await week_rows.week_by_id(connection, week_id) if week_id else None
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    return (club, week) if week and club and viewer.may_see(club, week) else None


async def seen_log(connection: AsyncConnection, viewer: Viewer, log_id: int) -> PaperLog | None:
    """A log of a club, a withdrawn one too. One that is kept for its author alone is nobody else's to see."""
    log = await log_rows.log_by_id(connection, log_id)
    return log if log and await is_in_sight(connection, viewer, log.club_id, log.week_id) else None


async def is_in_sight(connection: AsyncConnection, viewer: Viewer, club_id: int | None, week_id: int | None) -> bool:
    """Whether the viewer may see the place of a log or a draft; False without a club."""
    if week_id:
        found = await seen_week(connection, viewer, week_id)
        return found is not None and found[0].id == club_id
    return await seen_club(connection, viewer, club_id) is not None


async def marked_entry(connection: AsyncConnection, viewer: Viewer, key: str) -> Entry | None:
    """What was sent under this key, which stands in its buttons, in the server where the viewer asks."""
    entry = await outbox_rows.entry_by_key(connection, key)
    club = await seen_club(connection, viewer, entry.club_id) if entry else None
    return entry if entry and club and club.server_id == viewer.server_id else None


async def marked_week(connection: AsyncConnection, viewer: Viewer, key: str) -> tuple[Club, Week] | None:
    """The week that the message under this key is about."""
    entry = await marked_entry(connection, viewer, key)
    return await seen_week(connection, viewer, entry.week_id) if entry else None


async def hidden_channels(connection: AsyncConnection, viewer: Viewer, clubs: list[Club]) -> list[int]:
    """Those in which some weeks of clubs that the viewer sees were posted, and which they may not view."""
    servers = {club.id: viewer.memberships[club.server_id] for club in clubs}
    posted = await week_rows.channels_of(connection, servers)
    return [channel for club_id, channel in posted if servers[club_id].access_to(channel) is Access.HIDDEN]
