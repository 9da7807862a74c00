"""Finds the members with a part in coming sessions, so that the bot can ask whether they still see the club."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, true, union

from bot.core.hosts.rotation import OUT_OF_SIGHT, TAKING_PART
from bot.storage.hosts.tables import host_answers, session_roles
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

WATCHED = (*TAKING_PART, *OUT_OF_SIGHT)


async def members_by_club(
    connection: AsyncConnection, since: date, shards: Shards
) -> dict[int, dict[int, frozenset[int]]]:
    """Return, by server and club, who has a part in a session from that slot on, or lost it as they may not see it."""
    parts = [
        select(clubs.c.server_id, table.c.club_id, table.c.user_id)
        .join(clubs, clubs.c.id == table.c.club_id)
        .where(table.c.slot >= since, counts, within(clubs.c.server_id, shards))
        for table, counts in ((host_answers, host_answers.c.standing.in_(WATCHED)), (session_roles, true()))
    ]
    found: dict[int, dict[int, frozenset[int]]] = {}
    for server_id, club_id, user_id in await connection.execute(union(*parts)):
        of_server = found.setdefault(server_id, {})
        of_server[club_id] = of_server.get(club_id, frozenset()) | {user_id}
    return found
