"""Moving in and out: a schedule becomes a club's history and queue after a preview, and both are written as one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.core.catalog.shelf import SharedShelf
from bot.core.clubs.club import ClubState
from bot.core.schedules.past import ScheduleGoneError
from bot.services.catalog.opened import organizers_request
from bot.services.schedules import exporting, previewing
from bot.services.schedules.previewing import OpenedSchedule
from bot.services.visibility import seen_club, seen_clubs
from bot.storage.members import leavers as leaver_rows
from bot.storage.schedules import previews as preview_rows
from bot.storage.schedules import readings as reading_rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog
    from bot.core.schedules.past import Also, PastSession
    from bot.core.schedules.session import Schedule
    from bot.core.visibility import Viewer
    from bot.services.papers.papers_read import PapersRead
    from bot.services.schedules.exporting import ExportedSession
    from bot.services.schedules.previewing import ShownPreview
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

T = TypeVar("T")


async def nobody_gone(_server_id: int, _members: frozenset[int]) -> frozenset[int]:
    """Used where nobody can be asked."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class SessionOnPaper:
    """A session in which a club read a paper before it moved here."""

    club: Club
    session: PastSession


class ScheduleService:
    """Each method is one transaction. About previews, each raises ScheduleGoneError for members who may not use it.

    `forget` is told the server's id after its catalog changed. `gone_among` returns who of a server's members has left.
    """

    def __init__(
        self,
        database: Database,
        shared: Catalog,
        now: Callable[[], datetime],
        papers_read: PapersRead,
        *,
        forget: Callable[[int], None] = lambda _server_id: None,
        gone_among: Callable[[int, frozenset[int]], Awaitable[frozenset[int]]] = nobody_gone,
    ) -> None:
        self._database = database
        self._shared = SharedShelf(shared)
        self._now = now
        self._papers_read = papers_read
        self._forget = forget
        self._gone_among = gone_among

    async def keep(self, viewer: Viewer, club: Club, schedule: Schedule) -> ShownPreview:
        """Keep a preview for a day, for this viewer. Raises TooManySessionsError."""

        async def kept(connection: AsyncConnection) -> ShownPreview:
            request = await organizers_request(connection, viewer, self._now())
            preview = await previewing.new_preview(request, _organized(viewer, club), schedule)
            return await previewing.shown(OpenedSchedule(request, club, preview), self._shared)

        return await self._database.grouped(kept)

    async def shown(self, viewer: Viewer, token: str) -> ShownPreview:
        """What the preview's import would do now, or what it did."""
        async with self._database.read_transaction() as connection:
            return await previewing.shown(await self._opened(connection, viewer, token), self._shared)

    async def take_also(self, viewer: Viewer, token: str, also: Collection[Also]) -> ShownPreview:
        """Import these too. A confirmed preview stays as it is."""
        return await self._changed(viewer, token, partial(previewing.take_also, also=also, shared=self._shared))

    async def match(self, viewer: Viewer, token: str, position: int, user_id: int | None) -> ShownPreview:
        """Note which member the name at that position is; None takes it back."""
        return await self._changed(
            viewer, token, partial(previewing.match, position=position, user_id=user_id, shared=self._shared)
        )

    async def confirm(self, viewer: Viewer, token: str) -> ShownPreview:
        """Import all of it, or nothing. Confirmed twice, it imports once and answers the same.

        Members who were matched with hosts and have left the server since are no longer matched.
        Raises NothingToMoveInError, CatalogFullError, SyllabusTooLongError.
        """
        async with self._database.read_transaction() as connection:
            opened = await self._opened(connection, viewer, token)
        matched = frozenset(opened.preview.matches.values())
        # Asked about before the transaction, which must not wait for Discord.
        gone = await self._gone_among(opened.club.server_id, matched) if matched else matched
        moving = await self._changed(viewer, token, partial(previewing.confirm, shared=self._shared, gone=gone))
        self._forget(moving.club.server_id)
        self._papers_read.forget(moving.club.server_id)
        return moving

    async def sessions_on(self, viewer: Viewer, paper_key: str, limit: int) -> list[SessionOnPaper]:
        """Where clubs in the server that the viewer can see read a paper before they moved here, newest first."""
        if viewer.server_id is None or not await self._papers_read.has(viewer.server_id, paper_key):
            return []
        async with self._database.read_transaction() as connection:
            clubs = {club.id: club for club in await seen_clubs(connection, viewer, with_closed=True)}
            found = await reading_rows.sessions_on(connection, clubs, paper_key, limit)
            gone = await leaver_rows.leavers_of(connection, viewer.server_id)
        return [SessionOnPaper(clubs[club_id], session.without_members(gone)) for club_id, session in found]

    async def drop(self, viewer: Viewer, token: str) -> None:
        """Doing it again changes nothing."""

        async def dropped(connection: AsyncConnection) -> None:
            await preview_rows.delete_preview(connection, token, viewer.user_id)

        await self._database.grouped(dropped)

    async def export(self, viewer: Viewer, club: Club) -> list[ExportedSession]:
        """The club's sessions, oldest first, and what is planned. Raises NothingToExportError."""
        async with self._database.read_transaction() as connection:
            return await exporting.exported(connection, viewer, _organized(viewer, club))

    async def _opened(self, connection: AsyncConnection, viewer: Viewer, token: str) -> OpenedSchedule:
        request = await organizers_request(connection, viewer, self._now())
        preview = await previewing.kept_preview(request, token)
        club = await seen_club(connection, viewer, preview.club_id)
        if club is None or club.server_id != request.server_id or club.state is ClubState.CLOSED:
            raise ScheduleGoneError
        return OpenedSchedule(request, _organized(viewer, club), preview)

    async def _changed(self, viewer: Viewer, token: str, work: Callable[[OpenedSchedule], Awaitable[T]]) -> T:
        async def change(connection: AsyncConnection) -> T:
            await preview_rows.lock_preview(connection, token)
            return await work(await self._opened(connection, viewer, token))

        return await self._database.grouped(change)


def _organized(viewer: Viewer, club: Club) -> Club:
    """Return the club. Raises ScheduleGoneError unless the viewer may see it and is an organizer of it."""
    if not viewer.may_see(club) or not viewer.organizes(club):
        raise ScheduleGoneError
    return club
