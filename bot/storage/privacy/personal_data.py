"""What erasures hold of a member, while messages are left to delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.storage.privacy.holdings import ErasureRequest, Holding, happened_before, in_server
from bot.storage.privacy.tables import erasure_messages, erasures

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope


def _erasures_of(scope: MemberScope) -> ColumnElement[bool]:
    return (erasures.c.user_id == scope.user_id) & in_server(erasures.c.server_id, scope)


def _messages_of(scope: MemberScope) -> ColumnElement[bool]:
    return erasure_messages.c.erasure_id.in_(select(erasures.c.id).where(_erasures_of(scope)))


_asked_before = happened_before(erasures.c.asked_at)


def _for_earlier(asked: ErasureRequest) -> ColumnElement[bool]:
    return erasure_messages.c.erasure_id.in_(select(erasures.c.id).where(_asked_before(asked)))


async def _wait_for_messages(_connection: AsyncConnection, _which: ColumnElement[bool], _user_id: int) -> None:
    """Erases nothing: an erasure's row goes with its last message."""


ERASURES = Holding("erasures", erasures, _erasures_of, _asked_before, _wait_for_messages, person=erasures.c.user_id)
ERASURE_MESSAGES = Holding("erasure-messages", erasure_messages, _messages_of, _for_earlier, _wait_for_messages)
