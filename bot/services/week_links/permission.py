"""Who may change a week's links: organizers, and whoever hosts one of its sessions. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.week_links.link import LinksNotYoursError
from bot.services.weeks.sessions import sessions_of

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def may_link(connection: AsyncConnection, viewer: Viewer, club: Club, week: Week) -> bool:
    """Whether the viewer, who may see the week, may change its links."""
    if viewer.organizes(club):
        return True
    sessions = await sessions_of(connection, club, week)
    return viewer.user_id in [one.cast.host for one in sessions]


async def require_may_link(connection: AsyncConnection, viewer: Viewer, club: Club, week: Week) -> None:
    """Raises LinksNotYoursError."""
    if not await may_link(connection, viewer, club, week):
        raise LinksNotYoursError
