"""What calendar feeds hold of a member: for which clubs they have an address. The address itself is only a hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.calendar_files.tables import calendar_feeds
from bot.storage.privacy.holdings import Holding, deleting, happened_before, in_clubs

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.core.privacy.member_data import MemberScope


def _feeds_of(scope: MemberScope) -> ColumnElement[bool]:
    return (calendar_feeds.c.user_id == scope.user_id) & in_clubs(calendar_feeds.c.club_id, scope)


CALENDAR_FEEDS = Holding(
    "calendar-feeds",
    calendar_feeds,
    _feeds_of,
    happened_before(calendar_feeds.c.made_at),
    deleting(calendar_feeds),
    person=calendar_feeds.c.user_id,
)
