"""A club's history and plans, as they are written into a schedule. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.core.hosts.rotation import AnswerState
from bot.core.meetings.held import held_in
from bot.core.meetings.plan import day_of
from bot.core.schedules.past import NothingToExportError, PastHost
from bot.core.schedules.session import SessionLink
from bot.core.syllabus.syllabus import GOES_ON, each_named, in_slots
from bot.core.week_links.passcodes import passcodes_in
from bot.storage.hosts import rows as host_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.schedules import rows as session_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.week_links import rows as link_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.meetings.session import SessionMeeting
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """A session that took place or is planned. A host who is in no imported file has no name, only a member's id.

    `club` is the token of the club whose own week it is, empty for a session from before.
    """

    day: date | None
    keys: tuple[str, ...]
    hosts: tuple[PastHost, ...] = ()
    links: tuple[SessionLink, ...] = ()
    topic: str = ""
    club: str = ""


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of the club's sessions: those of their meetings, or else of their slots."""

    club: Club
    meetings: Mapping[date, SessionMeeting]

    def of_week(self, slot: date) -> date:
        """Return the date of a week. Only a stored meeting counts: the club may have begun to meet after that week."""
        return self._day(self.meetings[slot].meeting if self.has_met(slot) else None, slot)

    def of_slot(self, slot: date) -> date:
        """Return the date of a coming slot."""
        return self._day(held_in(self.club, slot, None, self.meetings), slot)

    def has_met(self, slot: date) -> bool:
        return slot in self.meetings and self.meetings[slot].is_planned

    def _day(self, held: Meeting | None, slot: date) -> date:
        return day_of(held, self.club.settings.slot.zone) if held else slot


async def exported(connection: AsyncConnection, viewer: Viewer, club: Club) -> list[ExportedSession]:
    """Return the sessions from before, the weeks that the viewer may see, and the queue with its dates.

    In a club that meets, each period of a long paper is a session of its own. A session has the date of its meeting, or
    without one that of its post.
    """
    past = await session_rows.past_sessions_of(connection, club.id)
    found = [ExportedSession(each.day, each.keys, each.hosts, _open_links(each.links), each.topic) for each in past]
    own = [week for week in await session_rows.own_weeks(connection, club.id) if viewer.may_see(club, week)]
    queue = await syllabus_rows.queue_of(connection, club.id)
    decided = await week_rows.slots_from(connection, club.id, club.next_slot)
    planned = _planned(club, queue, await syllabus_rows.periods_of(connection, club.id), decided)
    further = {week.id: await part_rows.further_slots(connection, week) for week in own if week.periods > 1}
    days = {week.slot for week in own} | {row.slot for rows in further.values() for row in rows}
    hosts = await _hosts(connection, club, days | {day for day, _ in planned if day})
    dates = _Dates(club, {one.slot: one for one in await meeting_rows.meetings_of(connection, club.id, LONG_AGO)})
    for week in own:
        links = await link_rows.links_of_week(connection, week.id)
        shown = _open_links(SessionLink(link.what, link.url) for link in links)
        keys = (week.paper_key or "",)
        found.append(_own(club, dates.of_week(week.slot), keys, hosts.get(week.slot, ()), shown))
        later = [row.slot for row in further.get(week.id, ()) if row.slot in hosts or dates.has_met(row.slot)]
        found += [_own(club, dates.of_week(slot), keys, hosts.get(slot, ())) for slot in later]
    for day, key in planned:
        found.append(_own(club, dates.of_slot(day) if day else None, (key,), hosts.get(day, ()) if day else ()))
    if not found:
        raise NothingToExportError
    dated = sorted((each for each in found if each.day), key=lambda each: str(each.day))
    return [*dated, *(each for each in found if each.day is None)]


def _own(
    club: Club,
    day: date | None,
    keys: tuple[str, ...],
    hosts: tuple[PastHost, ...],
    links: tuple[SessionLink, ...] = (),
) -> ExportedSession:
    return ExportedSession(day, keys, hosts, links, club=club.token)


def _open_links(links: Iterable[SessionLink]) -> tuple[SessionLink, ...]:
    """Leave out links with a password in them: a file goes anywhere."""
    return tuple(link for link in links if not passcodes_in(link.url))


def _planned(
    club: Club, queue: Sequence[str], periods: Mapping[str, int], decided: Collection[date]
) -> list[tuple[date | None, str]]:
    """Return the queue's sessions with their dates. A paused club has none."""
    if club.next_slot is None or not queue:
        return [(None, key) for key in queue]
    slots = in_slots(queue, periods)
    brought = each_named(slots) if club.settings.meeting else slots
    return [
        (day, key)
        for day, key in zip(club.timetable.coming(club.next_slot, len(slots), decided), brought, strict=True)
        if key != GOES_ON
    ]


async def _hosts(connection: AsyncConnection, club: Club, days: set[date]) -> dict[date, tuple[PastHost, ...]]:
    answers = await host_rows.answers_at(connection, club.id, days)
    return {
        day: tuple(PastHost("", each.member_id) for each in given if each.state is AnswerState.HOSTS)
        for day, given in answers.items()
        if any(each.state is AnswerState.HOSTS for each in given)
    }
