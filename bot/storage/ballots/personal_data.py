"""What ballots hold of a member: how they voted, until the poll is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.storage.ballots.tables import ballots
from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_clubs
from bot.storage.tables import polls

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _ballots_of(scope: MemberScope) -> ColumnElement[bool]:
    here = select(polls.c.id).where(in_clubs(polls.c.club_id, scope))
    return (ballots.c.member_id == scope.user_id) & ballots.c.poll_id.in_(here)


BALLOTS = Holding(
    "ballots",
    ballots,
    _ballots_of,
    happened_before(ballots.c.changed_at),
    deleting(ballots),
    person=ballots.c.member_id,
)
