"""That a member left a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_server
from bot.storage.tables import leavers

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _leavers_of(scope: MemberScope) -> ColumnElement[bool]:
    return (leavers.c.user_id == scope.user_id) & in_server(leavers.c.server_id, scope)


LEAVERS = Holding(
    "leavers",
    leavers,
    _leavers_of,
    happened_before(leavers.c.noticed_at),
    deleting(leavers),
    person=leavers.c.user_id,
)
