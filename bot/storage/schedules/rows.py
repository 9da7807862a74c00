"""The rows of past sessions: the sessions that a club had before it moved here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.schedules.past import PastHost, PastSession
from bot.core.schedules.session import SessionLink
from bot.core.weeks.week import WeekState
from bot.storage.hosts.rows import TOOK_PLACE
from bot.storage.schedules.tables import past_session_hosts, past_session_papers, past_sessions
from bot.storage.tables import weeks
from bot.storage.weeks.rows import weeks_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.weeks.week import Week

OF_CLUB = past_sessions.c.club_id == bindparam("club")
SESSIONS = select(past_sessions).where(OF_CLUB).order_by(past_sessions.c.day)
PARTS = {
    table: select(table)
    .join(past_sessions, past_sessions.c.id == table.c.session_id)
    .where(OF_CLUB)
    .order_by(table.c.session_id, table.c.position)
    for table in (past_session_papers, past_session_hosts)
}


async def past_sessions_of(connection: AsyncConnection, club_id: int) -> list[PastSession]:
    """Return the club's sessions from before, oldest first."""
    rows = (await connection.execute(SESSIONS, {"club": club_id})).all()
    if not rows:
        return []
    papers = await _parts(connection, past_session_papers, club_id)
    hosts = await _parts(connection, past_session_hosts, club_id)
    return [
        PastSession(
            row.day,
            tuple(each.paper_key for each in papers.get(row.id, ())),
            tuple(PastHost(each.name, each.user_id) for each in hosts.get(row.id, ())),
            tuple(SessionLink(link["what"], link["url"]) for link in row.links),
            row.topic,
            row.number,
            row.id,
        )
        for row in rows
    ]


async def own_days(connection: AsyncConnection, club_id: int) -> list[date]:
    """Return the slots of the club's own weeks that were not skipped, also those in which a paper went on."""
    return list(await connection.scalars(select(weeks.c.slot).where(weeks.c.club_id == club_id, TOOK_PLACE)))


async def own_weeks(connection: AsyncConnection, club_id: int) -> list[Week]:
    """Return the club's own weeks with a paper, oldest first, without skipped ones."""
    which = (weeks.c.club_id == club_id, weeks.c.state != WeekState.SKIPPED, weeks.c.paper_key.is_not(None))
    ids = list(await connection.scalars(select(weeks.c.id).where(*which).order_by(weeks.c.slot)))
    found = await weeks_by_id(connection, ids)
    return [found[week_id] for week_id in ids if week_id in found]


async def _parts(connection: AsyncConnection, table: Table, club_id: int) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in await connection.execute(PARTS[table], {"club": club_id}):
        found.setdefault(row.session_id, []).append(row)
    return found


async def save_past_session(connection: AsyncConnection, club_id: int, session: PastSession, now: datetime) -> None:
    """Store a new session, or what is new about one that has an id.

    Raises IntegrityError if the club has a session on that day, which ensures that there is only one.
    """
    links = [{"what": link.what, "url": link.url} for link in session.links]
    session_id = session.id
    if session_id:
        changed = update(past_sessions).where(past_sessions.c.id == session_id)
        await connection.execute(changed.values(links=links))
    else:
        facts = {"club_id": club_id, "day": session.day, "topic": session.topic, "links": links}
        added = insert(past_sessions).values(**facts).returning(past_sessions.c.id)
        session_id = (await connection.execute(added)).scalar_one()
    await _replace(connection, past_session_papers, session_id, [{"paper_key": key} for key in session.keys])
    hosts = [{"name": host.name, "user_id": host.user_id, "added_at": now} for host in session.hosts]
    await _replace(connection, past_session_hosts, session_id, hosts)


async def _replace(connection: AsyncConnection, table: Table, session_id: int, parts: Sequence[dict[str, Any]]) -> None:
    await connection.execute(delete(table).where(table.c.session_id == session_id))
    if parts:
        rows = [{"session_id": session_id, "position": at, **part} for at, part in enumerate(parts)]
        await connection.execute(insert(table), rows)


async def number_past_sessions(connection: AsyncConnection, club_id: int) -> None:
    """Number the sessions with papers from 1, oldest first. Only for a club without weeks of its own."""
    with_papers = [session for session in await past_sessions_of(connection, club_id) if session.keys]
    for number, session in enumerate(with_papers, 1):
        if session.number != number:
            changed = update(past_sessions).where(past_sessions.c.id == session.id)
            await connection.execute(changed.values(number=number))
