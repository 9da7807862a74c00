"""Who has a part in a session: its host, and the members with a role. What pages and other features ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, literal, select, union, union_all

from bot.core.hosts.roles import NOBODY, Cast, Role, RoleTaken
from bot.core.hosts.rotation import AnswerState
from bot.storage.hosts.tables import host_answers, session_roles

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

HOST = ""
TABLES = (host_answers, session_roles)
# Every page about a week runs this, so it is built once.
CAST = union_all(
    select(literal(HOST).label("role"), host_answers.c.user_id).where(
        host_answers.c.club_id == bindparam("club"),
        host_answers.c.slot == bindparam("day"),
        host_answers.c.standing == AnswerState.HOSTS,
    ),
    select(session_roles.c.role, session_roles.c.user_id).where(
        session_roles.c.club_id == bindparam("club"), session_roles.c.slot == bindparam("day")
    ),
)


async def cast_of(connection: AsyncConnection, club_id: int, day: date) -> Cast:
    """Return who has a part in the session of that slot."""
    found = {row.role: row.user_id for row in await connection.execute(CAST, {"club": club_id, "day": day})}
    if not found:
        return NOBODY
    roles = tuple(RoleTaken(found[role], role) for role in Role if role in found)
    return Cast(found.get(HOST), roles)


async def host_of(connection: AsyncConnection, club_id: int, day: date) -> int | None:
    """Return who hosts the session of that slot."""
    return (await cast_of(connection, club_id, day)).host


async def roles_at(connection: AsyncConnection, club_id: int, days: Collection[date]) -> dict[date, list[RoleTaken]]:
    """Return the roles taken in these sessions."""
    which = (session_roles.c.club_id == club_id, session_roles.c.slot.in_(days))
    found: dict[date, list[RoleTaken]] = {}
    for row in await connection.execute(select(session_roles).where(*which)):
        found.setdefault(row.slot, []).append(RoleTaken(row.user_id, Role(row.role)))
    order = list(Role)
    return {day: sorted(taken, key=lambda one: order.index(one.role)) for day, taken in found.items()}


async def days_with_members(connection: AsyncConnection, club_id: int, first: date) -> set[date]:
    """Return the slots from that one on for which members have answers or roles."""
    kept = [select(table.c.slot).where(table.c.club_id == club_id, table.c.slot >= first) for table in TABLES]
    return set(await connection.scalars(union(*kept)))


async def save_role(connection: AsyncConnection, club_id: int, day: date, taken: RoleTaken, now: datetime) -> None:
    """Give the member the role in place of another that they had."""
    await delete_roles(connection, club_id, day, [taken.member_id])
    row = {"club_id": club_id, "slot": day, "role": taken.role, "user_id": taken.member_id, "taken_at": now}
    await connection.execute(insert(session_roles).values(**row))


async def delete_roles(connection: AsyncConnection, club_id: int, day: date, members: Collection[int]) -> bool:
    """The members have no role in the session any more. Returns whether any had one."""
    which = (session_roles.c.club_id == club_id, session_roles.c.slot == day, session_roles.c.user_id.in_(members))
    return (await connection.execute(delete(session_roles).where(*which))).rowcount > 0
