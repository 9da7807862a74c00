"""What weeks hold of a member: whether they are in, and whether they are in for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_clubs, in_weeks
from bot.storage.tables import attendances
from bot.storage.weeks.tables import sign_ups

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _attendances_of(scope: MemberScope) -> ColumnElement[bool]:
    return (attendances.c.user_id == scope.user_id) & in_weeks(attendances.c.week_id, scope)


def _sign_ups_of(scope: MemberScope) -> ColumnElement[bool]:
    return (sign_ups.c.user_id == scope.user_id) & in_clubs(sign_ups.c.club_id, scope)


ATTENDANCES = Holding(
    "attendances",
    attendances,
    _attendances_of,
    happened_before(attendances.c.answered_at),
    deleting(attendances),
    person=attendances.c.user_id,
)
SIGN_UPS = Holding(
    "sign-ups",
    sign_ups,
    _sign_ups_of,
    happened_before(sign_ups.c.answered_at),
    deleting(sign_ups),
    person=sign_ups.c.user_id,
)
