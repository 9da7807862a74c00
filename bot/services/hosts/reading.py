"""Sessions as pages and messages show them. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.hosts.agenda import USUAL_MINUTES
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.hosts.rotation import Standing
from bot.services.hosts.sessions import leavers_of, sessions_ahead
from bot.services.hosts.views import HostCard, HostMessage, Overview, view_of
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.takeaways import rows as takeaway_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.hosts.roles import Cast
    from bot.core.outbox.entry import Entry
    from bot.core.visibility import Viewer
    from bot.services.hosts.sessions import ClubSession
    from bot.services.hosts.views import SessionView
    from bot.storage.connections import AsyncConnection

SHOWN, PAST_SHOWN = 6, 5
# What a message still says: a member who answered meanwhile needs no question.
SAYS = {
    HostNews.ASKED: Standing.ASKED,
    HostNews.TAKEN: Standing.HOSTS,
    HostNews.ASSIGNED: Standing.HOSTS,
    HostNews.CARD: Standing.HOSTS,
}


async def cast_in(
    connection: AsyncConnection, club: Club, one: ClubSession, member_id: int | None = None
) -> SessionView:
    """The session as the member sees it."""
    return view_of(club, one, await cast_rows.cast_of(connection, club.id, one.day), member_id)


seen_session = cast_in
