"""A club that somebody wants to change may have been closed in the meantime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.services.clubs.refusals import ClubClosedError
from bot.storage.clubs import rows as club_rows

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.storage.connections import AsyncConnection


async def open_club(connection: AsyncConnection, club_id: int) -> Club:
    """Return the club as it is now, running or paused. Raises ClubClosedError."""
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or club.state is ClubState.CLOSED:
        raise ClubClosedError
    return club
