"""What nominations hold of a member: the papers that they proposed, with their reasons, and what they supported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.storage.nominations.tables import nominations, supports
from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_clubs

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope


def _nominations_of(scope: MemberScope) -> ColumnElement[bool]:
    return (nominations.c.member_id == scope.user_id) & in_clubs(nominations.c.club_id, scope)


def _supports_of(scope: MemberScope) -> ColumnElement[bool]:
    here = select(nominations.c.id).where(in_clubs(nominations.c.club_id, scope))
    return (supports.c.member_id == scope.user_id) & supports.c.nomination_id.in_(here)


async def _forget_who_nominated(connection: AsyncConnection, which: ColumnElement[bool], _user_id: int) -> None:
    """The paper stays nominated, since others support it. The reason goes with the name."""
    await connection.execute(update(nominations).where(which).values(member_id=-nominations.c.id, why=""))


NOMINATIONS = Holding(
    "nominations",
    nominations,
    _nominations_of,
    happened_before(nominations.c.at),
    _forget_who_nominated,
    person=nominations.c.member_id,
)
SUPPORTS = Holding(
    "supports",
    supports,
    _supports_of,
    happened_before(supports.c.at),
    deleting(supports),
    person=supports.c.member_id,
)
