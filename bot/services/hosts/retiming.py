"""Tells hosts of the new time after a change of the plan for meetings, or of the time zone.

Only hosts of sessions without a post are told; the others read it in the week's thread. Part of a caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.hosts.messages import tell_host_of_move
from bot.services.hosts.sessions import sessions_ahead
from bot.services.meetings.planning import replan_meetings

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.storage.connections import AsyncConnection


async def replan_and_tell_hosts(connection: AsyncConnection, before: Club, after: Club, now: datetime) -> None:
    """Bring the club's meetings up to date, and tell each host whose session meets at another time.

    If the days of the club's posts have changed too, `align_sessions` tells the hosts at the next tick.
    """
    former = await _hosted(connection, before, now)
    await replan_meetings(connection, after, now)
    if after.settings.meeting is None:
        return
    for day, begins in (await _hosted(connection, after, now)).items():
        if former.get(day, begins) != begins:
            await tell_host_of_move(connection, after, day, now)


async def _hosted(connection: AsyncConnection, club: Club, now: datetime) -> dict[date, datetime]:
    """When each session that has a host, but no post yet, begins."""
    ahead = await sessions_ahead(connection, club, now)
    return {one.day: one.session.starts_at for one in ahead if one.host is not None and one.week is None}
