"""What takeaways hold of a member: the sentence and the question that they typed in each week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.privacy.holdings import Holding, deleting, in_weeks, sent_before
from bot.storage.takeaways.tables import takeaways

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _takeaways_of(scope: MemberScope) -> ColumnElement[bool]:
    return (takeaways.c.author_id == scope.user_id) & in_weeks(takeaways.c.week_id, scope)


TAKEAWAYS = Holding(
    "takeaways",
    takeaways,
    _takeaways_of,
    sent_before(takeaways.c.interaction_id),
    deleting(takeaways),
    person=takeaways.c.author_id,
)
