"""Who may change a week's links: organizers, and the member who hosts the week. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.week_links.link import LinksNotYoursError
from bot.services.hosts.reading import cast_here

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def may_link(connection: AsyncConnection, viewer: Viewer, club: Club, week: Week) -> bool:
    """Whether the viewer, who may see the week, may change its links."""
    return viewer.steers(club) or viewer.user_id == (await cast_here(connection, club, week.slot)).host


async def require_may_link(connection: AsyncConnection, viewer: Viewer, club: Club, week: Week) -> None:
    """Raises LinksNotYoursError."""
    if not await may_link(connection, viewer, club, week):
        raise LinksNotYoursError
