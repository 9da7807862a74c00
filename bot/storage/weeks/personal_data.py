"""What weeks hold of a member: whether they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_weeks
from bot.storage.tables import attendances

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _attendances_of(scope: MemberScope) -> ColumnElement[bool]:
    return (attendances.c.user_id == scope.user_id) & in_weeks(attendances.c.week_id, scope)


ATTENDANCES = Holding(
    "attendances",
    attendances,
    _attendances_of,
    happened_before(attendances.c.answered_at),
    deleting(attendances),
    person=attendances.c.user_id,
)
