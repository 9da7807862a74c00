"""That a member wants to be reminded by direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_server
from bot.storage.reminders.tables import reminders

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _reminders_of(scope: MemberScope) -> ColumnElement[bool]:
    return (reminders.c.user_id == scope.user_id) & in_server(reminders.c.server_id, scope)


REMINDERS = Holding(
    "reminders",
    reminders,
    _reminders_of,
    happened_before(reminders.c.asked_at),
    deleting(reminders),
    person=reminders.c.user_id,
)
