"""Nominations: members propose papers, support proposals, and withdraw them. One transaction each."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.errors import ClubError
from bot.core.nominations.host_choice import require_may_choose
from bot.core.nominations.nomination import (
    Nomination,
    NominationState,
    changed_why,
    new_nomination,
    with_support,
    withdrawn,
)
from bot.core.nominations.shortlist import best_supported
from bot.services.nominations.names import naming_papers
from bot.services.visibility import seen_club
from bot.storage.members import leavers as leaver_rows
from bot.storage.nominations import rows as nomination_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks.sign_ups import lock_club

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

    # Who hosts a club's session, the one in the period of this day; None if nobody has accepted it.
    HostOf = Callable[[AsyncConnection, int, date], Awaitable[int | None]]


@dataclass(eq=False)
class NoSuchNominationError(ClubError):
    """The viewer sees no nomination with the id."""


@dataclass(frozen=True, slots=True)
class ClubNominations:
    """A club's open nominations, best supported first.

    `gone` are members who have left the server. `reader_id` is who asks: `is_organizer` if they may withdraw any, and
    `may_choose` if they host the next session and the club lets hosts choose its paper.
    """

    club: Club
    open: tuple[Nomination, ...]
    reader_id: int = 0
    is_organizer: bool = False
    gone: frozenset[int] = frozenset()
    may_choose: bool = False


@dataclass(frozen=True, slots=True)
class Nominated:
    """A nomination. `is_new` is False if the member had made it before."""

    nomination: Nomination
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """The facts that decide about a change of a club's nominations."""

    connection: AsyncConnection
    club: Club
    nominations: list[Nomination]
    read: list[str]

    def one(self, nomination_id: int) -> Nomination:
        return next(one for one in self.nominations if one.id == nomination_id)


class NominationService:
    """What a viewer may not see doesn't exist for them. Doing the same again changes nothing."""

    def __init__(self, database: Database, catalogs: Catalogs, now: Callable[[], datetime], host_of: HostOf) -> None:
        self._database = database
        self._catalogs = catalogs
        self._now = now
        self._host_of = host_of

    async def of_club(self, viewer: Viewer, club: Club) -> ClubNominations:
        async with self._database.read_transaction() as connection:
            opened = await self._opened(connection, club)
            gone = await leaver_rows.leavers_of(connection, club.server_id)
            may_choose = await self._is_choosing_host(opened, viewer.user_id)
        listed = best_supported(opened.nominations, opened.read)
        return ClubNominations(
            club,
            tuple(listed),
            viewer.user_id,
            is_organizer=viewer.organizes(club),
            gone=gone,
            may_choose=may_choose,
        )

    async def nominate(self, viewer: Viewer, club: Club, paper: str, why: str) -> Nominated:
        """Nominate a paper; one that the member has nominated already gets the new reason. Raises ClubError."""
        async with self._changing(viewer, club.id) as opened:
            poll = await poll_rows.unread_winner(opened.connection, club.id)
            queue = set(await syllabus_rows.queue_of(opened.connection, club.id))
            decided = {one.paper for one in opened.nominations if one.state is NominationState.CHOSEN} & queue
            decided |= {poll.winner} & queue if poll and poll.winner else set()
            if own := changed_why(paper, viewer.user_id, why, opened.nominations, read=opened.read):
                await nomination_rows.change_nomination(opened.connection, own.id, why=own.why)
                return Nominated(own, is_new=False)
            made = new_nomination(
                paper, viewer.user_id, why, opened.nominations, read=opened.read, now=self._now(), decided=decided
            )
            nomination_id = await nomination_rows.add_nomination(opened.connection, club.id, made)
            await leaver_rows.forget_leavers(opened.connection, club.server_id, [viewer.user_id])
            return Nominated(replace(made, id=nomination_id), is_new=True)

    async def support(self, viewer: Viewer, nomination_id: int, *, gives: bool) -> Club:
        """Support a nomination, or take that back. Raises ClubError."""
        async with self._changing_one(viewer, nomination_id) as opened:
            changed = with_support(opened.one(nomination_id), viewer.user_id, opened.read, gives=gives)
            await nomination_rows.save_support(opened.connection, changed.id, viewer.user_id, self._now(), gives=gives)
            await leaver_rows.forget_leavers(opened.connection, opened.club.server_id, [viewer.user_id])
            return opened.club

    async def withdraw(self, viewer: Viewer, nomination_id: int) -> Club:
        """Withdraw one's own nomination; organizers may withdraw any. Raises ClubError."""
        async with self._changing_one(viewer, nomination_id) as opened:
            nomination = opened.one(nomination_id)
            if nomination.state is not NominationState.WITHDRAWN:
                is_organizer = viewer.organizes(opened.club)
                changed = withdrawn(nomination, viewer.user_id, opened.read, is_organizer=is_organizer)
                await nomination_rows.change_nomination(opened.connection, changed.id, state=changed.state)
            return opened.club

    async def choose_as_host(self, viewer: Viewer, nomination_id: int) -> Club:
        """The host of the next session chooses its paper: one that they nominated. Raises ClubError."""
        async with self._changing_one(viewer, nomination_id) as opened:
            club, nomination = opened.club, opened.one(nomination_id)
            queue = await syllabus_rows.queue_of(opened.connection, club.id)
            if nomination.state is NominationState.CHOSEN and nomination.paper == next(iter(queue), None):
                return club
            require_may_choose(
                nomination,
                viewer.user_id,
                opened.read,
                is_choosing_host=await self._is_choosing_host(opened, viewer.user_id),
                is_voted_on=await poll_rows.open_poll_of(opened.connection, club.id) is not None,
            )
            rest = [key for key in queue if key != nomination.paper]
            await syllabus_rows.replace_queue(opened.connection, club.id, [nomination.paper, *rest])
            await nomination_rows.change_nomination(
                opened.connection, nomination.id, state=NominationState.CHOSEN, place=None
            )
            return club

    async def _is_choosing_host(self, opened: _Opened, user_id: int) -> bool:
        club = opened.club
        if not club.settings.host_picks or club.next_slot is None:
            return False
        return await self._host_of(opened.connection, club.id, club.next_slot) == user_id

    @asynccontextmanager
    async def _changing_one(self, viewer: Viewer, nomination_id: int) -> AsyncIterator[_Opened]:
        async with self._database.read_transaction() as connection:
            club_id = await nomination_rows.club_of(connection, nomination_id)
        async with self._changing(viewer, club_id) as opened:
            if all(one.id != nomination_id for one in opened.nominations):
                raise NoSuchNominationError
            yield opened

    @asynccontextmanager
    async def _changing(self, viewer: Viewer, club_id: int | None) -> AsyncIterator[_Opened]:
        """The club as it is now. Until this ends, nobody else changes its nominations."""
        async with self._database.write_transaction() as connection:
            await lock_club(connection, club_id or 0)
            club = await seen_club(connection, viewer, club_id)
            if club is None or club.server_id != viewer.server_id or club.state is ClubState.CLOSED:
                raise NoSuchNominationError
            with naming_papers(await self._catalogs.of(connection, club.server_id)):
                yield await self._opened(connection, club)

    async def _opened(self, connection: AsyncConnection, club: Club) -> _Opened:
        """Nominations of papers that the catalog no longer has are left out."""
        catalog = await self._catalogs.of(connection, club.server_id)
        every = await nomination_rows.nominations_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        return _Opened(connection, club, [one for one in every if one.paper in catalog], read)
