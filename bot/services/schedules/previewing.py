"""Previews of schedules that wait for their confirmation, each step a part of one transaction."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.core.calendar.weekly_slot import zone_of
from bot.core.catalog.adding import Additions, require_room
from bot.core.catalog.links import Links
from bot.core.catalog.previews import KEPT
from bot.core.meetings.plan import day_of
from bot.core.schedules.moving_in import host_names, work_out
from bot.core.schedules.past import ClubRecord, MovedIn, MovingIn, NothingToMoveInError, ScheduleGoneError
from bot.services.catalog.opened import opened
from bot.services.catalog.suggesting import answer_suggestions
from bot.services.syllabus.refusals import SyllabusTooLongError
from bot.services.syllabus.service import LONGEST_SYLLABUS
from bot.storage.catalog.rows import lock_catalog
from bot.storage.meetings import rows as meeting_rows
from bot.storage.schedules import previews as preview_rows
from bot.storage.schedules import rows as session_rows
from bot.storage.schedules.previews import SchedulePreview
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from bot.core.catalog.shelf import SharedShelf
    from bot.core.clubs.club import Club
    from bot.core.schedules.past import Also, PastSession
    from bot.core.schedules.session import Schedule
    from bot.services.catalog.opened import CatalogRequest, OpenedCatalog
    from bot.storage.connections import AsyncConnection

# Of one member for one club. The preview of a long schedule takes half a megabyte.
MOST_PREVIEWS = 3
TOKEN_BYTES = 8
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OpenedSchedule:
    """A preview in the transaction in which its organizer asks for something."""

    request: CatalogRequest
    club: Club
    preview: SchedulePreview

    @property
    def names(self) -> tuple[str, ...]:
        """All hosts in the file."""
        return host_names(self.preview.schedule) if self.preview.schedule else ()

    @property
    def members(self) -> dict[str, int]:
        """Whom the organizer chose, by the names in the file."""
        return _members(self.names, self.preview.matches)


def _members(names: Sequence[str], matches: Mapping[int, int]) -> dict[str, int]:
    return {names[at]: member for at, member in matches.items() if at < len(names)}


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """A preview as its organizer sees it: what it would do, or what it did.

    `names` are all hosts in the file, and `matches` the members chosen for them, by position.
    """

    club: Club
    token: str
    plan: MovingIn | None
    done: MovedIn | None
    names: tuple[str, ...] = ()
    matches: Mapping[int, int] | None = None
    queue_length: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether an import would change nothing, matches of hosts included."""
        if self.plan is None:
            return True
        return not (self.plan.queue or self.plan.matched(_members(self.names, self.matches or {})))


async def new_preview(request: CatalogRequest, club: Club, schedule: Schedule) -> SchedulePreview:
    token = secrets.token_hex(TOKEN_BYTES)
    preview = SchedulePreview(token, club.id, request.viewer.user_id, request.now, schedule)
    await preview_rows.add_preview(request.connection, preview, MOST_PREVIEWS)
    return preview


async def kept_preview(request: CatalogRequest, token: str) -> SchedulePreview:
    """Raises ScheduleGoneError for one of another member, and one that is too old."""
    preview = await preview_rows.preview_by_token(request.connection, token)
    if preview is None or preview.user_id != request.viewer.user_id or preview.created_at + KEPT <= request.now:
        raise ScheduleGoneError
    return preview


async def shown(schedule: OpenedSchedule, shared: SharedShelf) -> ShownPreview:
    """Return what the import would do now. Nothing is changed."""
    if schedule.preview.done:
        return _done(schedule, schedule.preview.done)
    catalog = await opened(schedule.request, shared)
    plan, _ = await _planned(schedule, catalog)
    queue = await syllabus_rows.queue_of(schedule.request.connection, schedule.club.id)
    preview = schedule.preview
    return ShownPreview(schedule.club, preview.token, plan, None, schedule.names, preview.matches, len(queue))


async def take_also(schedule: OpenedSchedule, also: Collection[Also], shared: SharedShelf) -> ShownPreview:
    if schedule.preview.done:
        return _done(schedule, schedule.preview.done)
    changed = replace(schedule.preview, also=frozenset(also))
    await preview_rows.change_preview(schedule.request.connection, changed)
    return await shown(replace(schedule, preview=changed), shared)


async def match(schedule: OpenedSchedule, position: int, user_id: int | None, shared: SharedShelf) -> ShownPreview:
    preview, request = schedule.preview, schedule.request
    if preview.done or preview.schedule is None:
        return await shown(schedule, shared)
    if position < len(host_names(preview.schedule)):
        await preview_rows.save_match(request.connection, preview.id, position, user_id, request.now)
    matches = {at: member for at, member in preview.matches.items() if at != position}
    matches |= {position: user_id} if user_id is not None else {}
    return await shown(replace(schedule, preview=replace(preview, matches=matches)), shared)


async def confirm(schedule: OpenedSchedule, shared: SharedShelf, gone: Collection[int] = ()) -> ShownPreview:
    """Import it. Hosts who were matched with members that are `gone` keep their names only."""
    preview, request, club = schedule.preview, schedule.request, schedule.club
    if preview.done:
        return _done(schedule, preview.done)
    await lock_catalog(request.connection, request.server_id)
    catalog = await opened(request, shared)
    room = catalog.shelf.room
    plan, additions = await _planned(schedule, catalog)
    past = plan.matched({name: member for name, member in schedule.members.items() if member not in gone})
    if not (past or plan.queue):
        raise NothingToMoveInError
    require_room(room, additions)
    await catalog.store(additions)
    await answer_suggestions(catalog, [paper.key for paper in (*additions.added, *additions.completed)])
    await _store_past(schedule, past)
    await _store_queue(schedule, plan)
    done = MovedIn(len(plan.past), len(plan.queue), plan.new_papers, len(past) - len(plan.past))
    await preview_rows.change_preview(request.connection, replace(preview, schedule=None, done=done))
    return ShownPreview(club, preview.token, None, done)


async def _planned(schedule: OpenedSchedule, catalog: OpenedCatalog) -> tuple[MovingIn, Additions]:
    """Raises ScheduleGoneError if the preview holds no schedule any more."""
    preview = schedule.preview
    if preview.schedule is None:
        raise ScheduleGoneError
    record, additions = await _record(schedule), Additions()
    # An import adds no links.
    links = Links(catalog.shelf, ())
    plan = await asyncio.to_thread(work_out, links, preview.schedule, record, preview.also, additions)
    return plan, additions


async def _record(schedule: OpenedSchedule) -> ClubRecord:
    connection, club, zone = schedule.request.connection, schedule.club, schedule.club.settings.slot.zone
    past = await session_rows.past_sessions_of(connection, club.id)
    # Elsewhere, a session has the date of its meeting.
    held = await meeting_rows.meetings_of(connection, club.id, LONG_AGO)
    met_on = {day_of(one.meeting, zone) for one in held if one.is_planned and one.week_id}
    return ClubRecord(
        schedule.request.now.astimezone(zone_of(zone)).date(),
        frozenset({*met_on, *await session_rows.own_days(connection, club.id)}),
        {session.day: session for session in past},
        frozenset(await week_rows.papers_read(connection, club.id)),
        tuple(await syllabus_rows.queue_of(connection, club.id)),
        frozenset(await _own_papers(connection, club)),
        club.token,
    )


async def _own_papers(connection: AsyncConnection, club: Club) -> list[tuple[str, date]]:
    """The papers of the club's weeks, with each slot in which it reads them."""
    weeks = await session_rows.own_weeks(connection, club.id)
    rows = {week.id: await part_rows.further_slots(connection, week) for week in weeks if week.periods > 1}
    return [(week.paper_key or "", slot.slot) for week in weeks for slot in (week, *rows.get(week.id, ()))]


async def _store_past(schedule: OpenedSchedule, past: Sequence[PastSession]) -> None:
    connection, club, now = schedule.request.connection, schedule.club, schedule.request.now
    for session in past:
        await session_rows.save_past_session(connection, club.id, session, now)
    # What is posted by now says its number.
    if past and not await session_rows.own_days(connection, club.id):
        await session_rows.number_past_sessions(connection, club.id)


async def _store_queue(schedule: OpenedSchedule, plan: MovingIn) -> None:
    """Raises SyllabusTooLongError."""
    connection, club = schedule.request.connection, schedule.club
    if not plan.queue:
        return
    queue = [*await syllabus_rows.queue_of(connection, club.id), *plan.queue]
    if len(queue) > LONGEST_SYLLABUS:
        raise SyllabusTooLongError(len(queue), LONGEST_SYLLABUS)
    await syllabus_rows.replace_queue(connection, club.id, queue)


def _done(schedule: OpenedSchedule, done: MovedIn) -> ShownPreview:
    return ShownPreview(schedule.club, schedule.preview.token, None, done)
