"""What presences hold of a member: the weeks at whose meeting they said they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.presences.tables import presences
from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_weeks

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _presences_of(scope: MemberScope) -> ColumnElement[bool]:
    return (presences.c.user_id == scope.user_id) & in_weeks(presences.c.week_id, scope)


PRESENCES = Holding(
    "presences",
    presences,
    _presences_of,
    happened_before(presences.c.answered_at),
    deleting(presences),
    person=presences.c.user_id,
)
