"""The next posts of a club, as planned now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.syllabus.syllabus import first_slots
from bot.core.weeks.week import upcoming_papers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog

POSTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A future post: `is_queued` if it comes from the syllabus, else from the list; no key if all papers are read."""

    at: datetime
    paper_key: str | None
    is_queued: bool


def planned_posts(
    club: Club,
    queue: Sequence[str],
    read: Sequence[str],
    catalog: Catalog,
    periods: Mapping[str, int],
    *,
    decided: Collection[date] = (),
) -> list[PlannedPost]:
    """Return the club's next posts, soonest first; none while no week is planned. No post is in a `decided` slot."""
    if club.next_slot is None:
        return []
    planned = upcoming_papers(queue, read, catalog, POSTS_SHOWN)
    table = club.timetable
    keys = [key for key, _ in planned]
    days = table.coming(club.next_slot, 1 + sum(periods.get(key, 1) for key in keys), decided)
    times = map(table.instant_on, first_slots(keys, periods, days))
    posts = [PlannedPost(at, key, queued) for at, (key, queued) in zip(times, planned, strict=False)]
    return posts or [PlannedPost(table.instant_on(club.next_slot), None, False)]
