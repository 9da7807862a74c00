"""Setting clubs up and steering them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs import Club, ClubSettings, ClubState
from bot.core.errors import ClubError, NoSuchClubError, NotNowError
from bot.core.outbox import EntryState, unblocked
from bot.core.weeks import WeekState, first_slot, upcoming_papers
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows
from bot.storage.clubs import NameTakenError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.papers import Catalogue
    from bot.storage.database import Database

MOST_CLUBS = 20
POSTS_SHOWN = 5
SLOTS_LOOKED_BACK = 6


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post to come: `is_queued` where the syllabus decides, else the list does; no key where all is read."""

    at: datetime
    paper_key: str | None
    is_queued: bool


@dataclass(frozen=True, slots=True)
class ClubOverview:
    """What `/club show` tells; `troubles` are sentences about what went wrong, newest first."""

    club: Club
    posts: tuple[PlannedPost, ...]
    troubles: tuple[str, ...]


class ClubService:
    """Every change is one transaction, checked again inside it."""

    def __init__(self, database: Database, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._now = now

    async def create(self, server_id: int, settings: ClubSettings) -> Club:
        """Raises ClubError where the name is taken or the server has as many clubs as it may."""
        now = self._now()
        slot = first_slot(settings.slot, now, None)
        token = secrets.token_hex(4)
        due = settings.slot.instant_on(slot)
        club = Club(0, token, server_id, settings, ClubState.ACTIVE, slot, due)
        try:
            async with self._database.writing() as connection:
                if len(await club_rows.clubs_of_server(connection, server_id)) >= MOST_CLUBS:
                    raise ClubError(f"This server has {MOST_CLUBS} clubs, which is the most. Close one first.")
                return await club_rows.add_club(connection, club, now)
        except NameTakenError:
            raise _name_taken(settings.name) from None

    async def edit(self, club: Club, settings: ClubSettings) -> Club:
        """Give the club other settings. What was blocked is tried again, since this is how such things are mended."""
        try:
            async with self._database.writing() as connection:
                club = await _living(connection, club.id)
                changed = await self._rescheduled(connection, replace(club, settings=settings))
                await club_rows.save_club(connection, changed)
                await _unblock(connection, changed)
                return changed
        except NameTakenError:
            raise _name_taken(settings.name) from None

    async def pause(self, club: Club) -> Club:
        """No new weeks until resumed; the week that is under way runs to its end."""
        async with self._database.writing() as connection:
            club = await _living(connection, club.id)
            if club.state is ClubState.PAUSED:
                raise NotNowError("The club is paused already. `/club resume` starts it again.")
            paused = replace(club, state=ClubState.PAUSED, next_slot=None, next_due=None)
            await club_rows.save_club(connection, paused)
            return paused

    async def resume(self, club: Club) -> Club:
        """Go on with the next slot ahead; what the pause went over is not made up for."""
        async with self._database.writing() as connection:
            club = await _living(connection, club.id)
            if club.state is ClubState.ACTIVE:
                raise NotNowError("The club is running: there is nothing to resume.")
            resumed = await self._rescheduled(connection, replace(club, state=ClubState.ACTIVE))
            await club_rows.save_club(connection, resumed)
            return resumed

    async def close(self, club: Club) -> Club:
        """End the club for good: open weeks are closed, and nothing more is sent."""
        async with self._database.writing() as connection:
            club = await _living(connection, club.id)
            closed = replace(club, state=ClubState.CLOSED, next_slot=None, next_due=None)
            await club_rows.save_club(connection, closed)
            for week in await week_rows.open_weeks(connection, club.id):
                facts = {"state": WeekState.CLOSED, "next_step": None, "next_step_at": None}
                await week_rows.change_week(connection, week.id, note="the club was closed", **facts)
            for entry in await outbox_rows.unsettled_entries(connection, club.id):
                cancelled = replace(entry, state=EntryState.CANCELLED, reason="the club was closed", not_before=None)
                await outbox_rows.save_entry(connection, cancelled)
            return closed

    async def close_all_of(self, server_id: int) -> None:
        """The bot left the server, so its clubs end."""
        for club in await self.of_server(server_id):
            await self.close(club)

    async def retry(self, club: Club) -> int:
        """Try again what was blocked; how much that is."""
        async with self._database.writing() as connection:
            return await _unblock(connection, await _living(connection, club.id))

    async def of_server(self, server_id: int) -> list[Club]:
        """The living clubs of a server, by name."""
        async with self._database.reading() as connection:
            return await club_rows.clubs_of_server(connection, server_id)

    async def named(self, server_id: int, name: str) -> Club:
        """The club that goes by this name or id in the server. Raises NoSuchClubError."""
        for club in await self.of_server(server_id):
            if name.strip().casefold() in {club.settings.name.casefold(), str(club.id)}:
                return club
        raise NoSuchClubError("There is no such club here. `/club show` lists them.")

    async def meant_at(self, server_id: int, channel_ids: Sequence[int]) -> Club:
        """The club of the channel or thread, or the server's only one. Raises NoSuchClubError."""
        async with self._database.reading() as connection:
            here = await club_rows.clubs_at(connection, server_id, channel_ids)
            everywhere = here or await club_rows.clubs_of_server(connection, server_id)
        if len(everywhere) == 1:
            return everywhere[0]
        if not everywhere:
            raise NoSuchClubError("This server has no reading club yet. An organiser starts one with `/club create`.")
        names = ", ".join(f"`{club.settings.name}`" for club in everywhere)
        raise NoSuchClubError(f"Which club? Name one with the `club` option: {names}.")

    async def overview(self, club: Club) -> ClubOverview:
        async with self._database.reading() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            read = await week_rows.papers_read(connection, club.id)
            held_up = await outbox_rows.troubled_entries(connection, club.id)
            slots = await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK)
        troubles = [f"Not sent ({entry.kind}): {entry.reason}" for entry in reversed(held_up)]
        troubles += [f"{week.slot:%d %B %Y}: {week.note}" for week in slots if week.note]
        return ClubOverview(club, tuple(self._posts(club, queue, read)), tuple(troubles))

    def _posts(self, club: Club, queue: Sequence[str], read: Sequence[str]) -> list[PlannedPost]:
        if club.next_slot is None:
            return []
        planned = upcoming_papers(queue, read, self._catalogue, POSTS_SHOWN)
        slot, day = club.settings.slot, club.next_slot
        days = [slot.instant_on(later) for later in _weekly(day, POSTS_SHOWN)]
        posts = [PlannedPost(at, key, queued) for at, (key, queued) in zip(days, planned, strict=False)]
        return posts or [PlannedPost(days[0], None, False)]

    async def _rescheduled(self, connection: AsyncConnection, club: Club) -> Club:
        if club.state is not ClubState.ACTIVE:
            return club
        last = await week_rows.latest_slots(connection, club.id, 1)
        slot = first_slot(club.settings.slot, self._now(), last[0].slot if last else None)
        return replace(club, next_slot=slot, next_due=club.settings.slot.instant_on(slot))


def _weekly(first: date, count: int) -> list[date]:
    return [first.fromordinal(first.toordinal() + 7 * week) for week in range(count)]


def _name_taken(name: str) -> ClubError:
    return ClubError(f"This server already has a club called `{name}`. Choose another name.")


async def _living(connection: AsyncConnection, club_id: int) -> Club:
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or club.state is ClubState.CLOSED:
        raise NoSuchClubError("That club has been closed. `/club show` lists those that go on.")
    return club


async def _unblock(connection: AsyncConnection, club: Club) -> int:
    """What never left goes to the club's present channel."""
    blocked = await outbox_rows.blocked_entries(connection, club.id)
    for entry in blocked:
        ready = unblocked(entry)
        if ready.state is EntryState.PENDING and ready.wants_thread:
            ready = replace(ready, channel_id=club.settings.channel_id, is_forum=club.settings.is_forum)
        await outbox_rows.save_entry(connection, ready)
    return len(blocked)
