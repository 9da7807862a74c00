"""The first week of a club that is not created yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.weeks.planned import planned_week
from bot.core.weeks.week import upcoming_papers
from bot.services.outbox.entries import entry_key
from bot.services.weeks.views import WeekView

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog


def first_week(club: Club, catalog: Catalog) -> WeekView:
    """Return the club's first week as it would be posted. A new club reads the list from its start."""
    if club.next_slot is None or club.next_due is None:
        raise ValueError("a planned club has a first slot")
    (key, _), (next_key, _) = upcoming_papers((), (), catalog, 2)
    week = planned_week(club, club.next_slot, club.next_due, 1, key)
    return WeekView(club, week, entry_key(club, week, Kind.POST), {}, None, next_key)
