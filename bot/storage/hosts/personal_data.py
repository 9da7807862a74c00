"""What hosting holds of a member: that they are willing, their answers about sessions, and their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.storage.hosts.rows import AT_ONCE
from bot.storage.hosts.tables import host_answers, hosted_clubs, session_roles, willing_hosts
from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_clubs

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope


def _willing_of(scope: MemberScope) -> ColumnElement[bool]:
    return (willing_hosts.c.user_id == scope.user_id) & in_clubs(willing_hosts.c.club_id, scope)


def _answers_of(scope: MemberScope) -> ColumnElement[bool]:
    return (host_answers.c.user_id == scope.user_id) & in_clubs(host_answers.c.club_id, scope)


def _roles_of(scope: MemberScope) -> ColumnElement[bool]:
    return (session_roles.c.user_id == scope.user_id) & in_clubs(session_roles.c.club_id, scope)


async def _erase_answers(connection: AsyncConnection, which: ColumnElement[bool], _user_id: int) -> None:
    """The sessions that the member would host are free, so the next tick looks for others."""
    freed = select(host_answers.c.club_id).where(which)
    await connection.execute(update(hosted_clubs).where(hosted_clubs.c.club_id.in_(freed)).values(look_at=AT_ONCE))
    await connection.execute(delete(host_answers).where(which))


WILLING_HOSTS = Holding(
    "willing-hosts",
    willing_hosts,
    _willing_of,
    happened_before(willing_hosts.c.since),
    deleting(willing_hosts),
    person=willing_hosts.c.user_id,
)
HOST_ANSWERS = Holding(
    "host-answers",
    host_answers,
    _answers_of,
    happened_before(host_answers.c.at),
    _erase_answers,
    person=host_answers.c.user_id,
)
SESSION_ROLES = Holding(
    "session-roles",
    session_roles,
    _roles_of,
    happened_before(session_roles.c.taken_at),
    deleting(session_roles),
    person=session_roles.c.user_id,
)
