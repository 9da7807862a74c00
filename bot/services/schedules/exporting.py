"""A club's history and plans, as they are written into a schedule. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.hosts.rotation import Standing
from bot.core.schedule.past import NothingToExportError, PastHost
from bot.core.schedule.session import SessionLink
from bot.core.week_links.passcodes import passcodes_in
from bot.storage.hosts import rows as host_rows
from bot.storage.schedules import rows as session_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.week_links import rows as link_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """A session that took place or is planned. A host without a name in a file has only a member's id."""

    day: date | None
    keys: tuple[str, ...]
    hosts: tuple[PastHost, ...] = ()
    links: tuple[SessionLink, ...] = ()
    topic: str = ""


async def exported(connection: AsyncConnection, viewer: Viewer, club: Club) -> list[ExportedSession]:
    """Return the sessions from before, the weeks that the viewer may see, and the queue with its dates."""
    past = await session_rows.past_sessions_of(connection, club.id)
    found = [ExportedSession(each.day, each.keys, each.hosts, _open_links(each.links), each.topic) for each in past]
    own = [week for week in await session_rows.own_weeks(connection, club.id) if viewer.may_see(club, week)]
    queue = await syllabus_rows.queue_of(connection, club.id)
    planned = dict(zip(queue, _slots(club), strict=False))
    days = {week.slot for week in own} | {day for day in planned.values() if day}
    hosts = await _hosts(connection, club, days)
    for week in own:
        links = await link_rows.links_of_week(connection, week.id)
        shown = _open_links(SessionLink(link.what, link.url) for link in links)
        found.append(ExportedSession(week.slot, (week.paper_key or "",), hosts.get(week.slot, ()), shown))
    found += [ExportedSession(day, (key,), hosts.get(day, ()) if day else ()) for key, day in planned.items()]
    if not found:
        raise NothingToExportError
    dated = sorted((each for each in found if each.day), key=lambda each: str(each.day))
    return [*dated, *(each for each in found if each.day is None)]


def _open_links(links: Iterable[SessionLink]) -> tuple[SessionLink, ...]:
    """Leave out links with a password in them: a file goes anywhere."""
    return tuple(link for link in links if not passcodes_in(link.url))


def _slots(club: Club) -> Iterator[date | None]:
    """Yield the dates of the club's coming slots; none while it is paused."""
    day = club.next_slot
    while True:
        yield day
        day = club.timetable.following(day) if day else None


async def _hosts(connection: AsyncConnection, club: Club, days: set[date]) -> dict[date, tuple[PastHost, ...]]:
    answers = await host_rows.answers_at(connection, club.id, days)
    return {
        day: tuple(PastHost("", each.member_id) for each in given if each.standing is Standing.HOSTS)
        for day, given in answers.items()
    }
