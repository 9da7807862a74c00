"""The sessions from before in which clubs read a paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.core.schedules.past import PastHost, PastSession
from bot.core.schedules.session import SessionLink
from bot.storage.schedules.tables import past_session_hosts, past_session_papers, past_sessions

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncConnection


async def sessions_on(
    connection: AsyncConnection, club_ids: Collection[int], paper_key: str, limit: int
) -> list[tuple[int, PastSession]]:
    """Return the clubs' sessions on the paper, newest first, each with its club's id. `keys` has only this paper."""
    newest_first = (past_sessions.c.day.desc(), past_sessions.c.id.desc())
    query = (
        select(past_sessions)
        .join(past_session_papers, past_session_papers.c.session_id == past_sessions.c.id)
        .where(past_session_papers.c.paper_key == paper_key, past_sessions.c.club_id.in_(club_ids))
        .order_by(*newest_first)
        .limit(limit)
    )
    found = {row.id: row for row in await connection.execute(query)}
    sessions = {row.id: _session(row, paper_key) for row in found.values()}
    hosts = select(past_session_hosts).where(past_session_hosts.c.session_id.in_(found))
    for row in await connection.execute(hosts.order_by(past_session_hosts.c.session_id, past_session_hosts.c.position)):
        session = sessions[row.session_id]
        sessions[row.session_id] = replace(session, hosts=(*session.hosts, PastHost(row.name, row.user_id)))
    return [(found[session_id].club_id, session) for session_id, session in sessions.items()]


def _session(row: Any, paper_key: str) -> PastSession:
    links = tuple(SessionLink(link["what"], link["url"]) for link in row.links)
    return PastSession(row.day, (paper_key,), (), links, row.topic, row.number, row.id)
