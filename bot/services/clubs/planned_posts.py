"""The next posts of a club, as planned now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.weeks.week import upcoming_papers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog

POSTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A future post: `is_queued` if it comes from the syllabus, else from the list; no key if all papers are read."""

    at: datetime
    paper_key: str | None
    is_queued: bool


def planned_posts(club: Club, queue: Sequence[str], read: Sequence[str], catalog: Catalog) -> list[PlannedPost]:
    """Return the club's next posts, soonest first; none while no week is planned."""
    if club.next_slot is None:
        return []
    planned = upcoming_papers(queue, read, catalog, POSTS_SHOWN)
    table = club.timetable
    days = [table.instant_on(day) for day in table.coming(club.next_slot, POSTS_SHOWN)]
    posts = [PlannedPost(at, key, queued) for at, (key, queued) in zip(days, planned, strict=False)]
    return posts or [PlannedPost(days[0], None, False)]
