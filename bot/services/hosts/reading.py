"""Sessions as members see them. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.hosts.roles import Cast
from bot.services.hosts.views import view_of
from bot.storage.hosts import cast as cast_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.takeaways import rows as takeaway_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.takeaways.takeaway import Takeaway
    from bot.core.weeks.week import Week
    from bot.services.hosts.sessions import ClubSession
    from bot.services.hosts.views import SessionView
    from bot.storage.connections import AsyncConnection


async def cast_here(connection: AsyncConnection, club: Club, day: date) -> Cast:
    """Who has a part in the session, without members who left the server."""
    cast = await cast_rows.cast_of(connection, club.id, day)
    return without(cast, await leaver_rows.leavers_of(connection, club.server_id)) if cast else cast


def without(cast: Cast, gone: frozenset[int]) -> Cast:
    host = None if cast.host in gone else cast.host
    return Cast(host, tuple(taken for taken in cast.roles if taken.member_id not in gone))


async def quotable(connection: AsyncConnection, club: Club, week: Week) -> tuple[list[PaperLog], list[Takeaway]]:
    """The week's logs and takeaways that everybody can read in its thread, without those of members who left."""
    gone = await leaver_rows.leavers_of(connection, club.server_id)
    logs = await log_rows.logs_of_week(connection, week.id)
    takeaways = await takeaway_rows.takeaways_of_week(connection, week.id)
    posted = [log for log in logs if log.message_id is not None and log.author_id not in gone]
    return posted, [takeaway for takeaway in takeaways if takeaway.author_id not in gone]


async def sessions_seen(
    connection: AsyncConnection, club: Club, sessions: Sequence[ClubSession], member_id: int | None
) -> list[SessionView]:
    """The sessions as the member sees them."""
    gone = await leaver_rows.leavers_of(connection, club.server_id)
    roles = await cast_rows.roles_at(connection, club.id, [one.day for one in sessions])
    casts = {one.day: without(Cast(one.host, tuple(roles.get(one.day, ()))), gone) for one in sessions}
    return [view_of(club, one, casts[one.day], member_id) for one in sessions]


async def session_seen(
    connection: AsyncConnection, club: Club, one: ClubSession, member_id: int | None = None
) -> SessionView:
    """The session as the member sees it."""
    return view_of(club, one, await cast_here(connection, club, one.day), member_id)
