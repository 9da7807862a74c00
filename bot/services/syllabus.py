"""Editing a club's queue of papers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.core.calendar import WEEK
from bot.core.errors import ClubError
from bot.core.syllabus import Path, next_unread, path_to, track, tracks, woven
from bot.services.post_edits import refresh_newest_post
from bot.storage import polls as poll_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.storage.database import Database
    from bot.storage.polls import Poll

LONGEST_SYLLABUS = 100
PATH_WEEKS = range(1, 53)
BY_THE_CLOCK: Callable[[], datetime] = partial(datetime.now, UTC)


@dataclass(frozen=True, slots=True)
class Queued:
    """What was added, in order, and what was left out because it is queued or read already; how many wait now."""

    added: tuple[str, ...]
    queued: tuple[str, ...]
    read: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper waits: its place, counted from 1, and how many there are. `was_read` in an earlier week."""

    number: int
    of: int
    was_read: bool = False


@dataclass(frozen=True, slots=True)
class SyllabusView:
    """What `/syllabus show` tells. `dates` are the coming slots, one for each paper of `queue`; none while paused.

    `then` is what the reading list goes on with once the queue has run dry, and when. `poll` is under way; `won` is
    one whose winner waits in the queue.
    """

    read: tuple[str, ...]
    queue: tuple[str, ...]
    dates: tuple[datetime, ...]
    then: str | None
    then_at: datetime | None
    poll: Poll | None = None
    won: Poll | None = None


class SyllabusService:
    """Each edit reads the queue, changes it and stores it in one transaction."""

    def __init__(self, database: Database, catalogue: Catalogue, now: Callable[[], datetime] = BY_THE_CLOCK) -> None:
        self._database = database
        self._catalogue = catalogue
        self._now = now

    async def queue(self, club: Club) -> list[str]:
        async with self._database.reading() as connection:
            return await syllabus_rows.queue_of(connection, club.id)

    async def view(self, club: Club) -> SyllabusView:
        """What the club has read, oldest first, what waits, and what follows. Papers without an entry are left out."""
        async with self._database.reading() as connection:
            read = await week_rows.papers_read(connection, club.id)
            queue = await syllabus_rows.queue_of(connection, club.id)
            poll = await poll_rows.open_poll_of(connection, club.id)
            won = await poll_rows.unread_winner(connection, club.id)
        known = [key for key in queue if key in self._catalogue]
        slot, first = club.settings.slot, club.next_slot
        dates = [slot.instant_on(first + week * WEEK) for week in range(len(known) + 1)] if first else []
        then = next_unread({*read, *known}, self._catalogue)
        return SyllabusView(
            tuple(key for key in dict.fromkeys(read) if key in self._catalogue),
            tuple(known),
            tuple(dates[:-1]),
            then,
            dates[-1] if dates else None,
            poll,
            won if won and won.winner in known else None,
        )

    async def use(self, club: Club, slug: str) -> Queued:
        """Queue a ready track behind what is there. Raises ClubError for an unknown one."""
        keys = track(slug, self._catalogue)
        if not keys:
            names = ", ".join(f"`{known}`" for known in tracks(self._catalogue))
            raise ClubError(f"There is no such track. There are: {names}.")
        async with self._database.writing() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            return await self._put_in(
                connection, club, queue, keys, lambda unread: list(dict.fromkeys([*queue, *unread]))
            )

    async def lead_to(self, club: Club, goal: str, weeks: int | None) -> tuple[Path, Queued]:
        """Queue the way along the lineage to a goal, leaving out what the club has read.

        Where a paper of the way waits already, what it needs is put before it. Raises ClubError.
        """
        if weeks is not None and weeks not in PATH_WEEKS:
            raise ClubError(f"`weeks` can be {PATH_WEEKS[0]} to {PATH_WEEKS[-1]}, not {weeks:,}.")
        async with self._database.writing() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            read = await week_rows.papers_read(connection, club.id)
            path = path_to(goal, weeks, read, self._catalogue)
            # What waits already costs no week more, and need not be taken as known.
            whole = path_to(goal, None, read, self._catalogue).keys
            way = [key for key in whole if key in path.keys or key in queue]
            queued = await self._put_in(connection, club, queue, way, lambda unread: woven(queue, unread))
            return replace(path, known=tuple(key for key in path.known if key not in queue)), queued

    async def add(self, club: Club, key: str, position: int | None) -> Place:
        """Put a paper at a place, counted from 1; at the end where none is given. Raises ClubError for a double."""
        async with self._database.writing() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            if key in queue:
                place = f"{self._name(key)} is queued already, in place {queue.index(key) + 1}."
                raise ClubError(f"{place} `/syllabus move` gives it another.")
            queue.insert(_index(position, len(queue)), key)
            await self._store(connection, club, queue)
            was_read = key in await week_rows.papers_read(connection, club.id)
            return Place(queue.index(key) + 1, len(queue), was_read)

    async def move(self, club: Club, key: str, position: int) -> Place:
        """Raises ClubError for a paper that is not queued."""
        async with self._database.writing() as connection:
            queue = await self._queue_with(connection, club, key)
            queue.remove(key)
            queue.insert(_index(position, len(queue)), key)
            await self._store(connection, club, queue)
            return Place(queue.index(key) + 1, len(queue))

    async def remove(self, club: Club, key: str) -> int:
        """How many are left. Raises ClubError for a paper that is not queued."""
        async with self._database.writing() as connection:
            queue = await self._queue_with(connection, club, key)
            queue.remove(key)
            await self._store(connection, club, queue)
            return len(queue)

    async def _put_in(
        self,
        connection: AsyncConnection,
        club: Club,
        queue: list[str],
        keys: Sequence[str],
        arranged: Callable[[list[str]], list[str]],
    ) -> Queued:
        """Queue what the club has not read; `arranged` makes the new queue of it."""
        read = set(await week_rows.papers_read(connection, club.id))
        unread = [key for key in keys if key not in read]
        longer = arranged(unread)
        await self._store(connection, club, longer)
        return Queued(
            tuple(key for key in unread if key not in queue),
            tuple(key for key in unread if key in queue),
            tuple(key for key in keys if key in read),
            len(longer),
        )

    async def _queue_with(self, connection: AsyncConnection, club: Club, key: str) -> list[str]:
        queue = await syllabus_rows.queue_of(connection, club.id)
        if key not in queue:
            raise ClubError(f"{self._name(key)} is not in the syllabus. `/syllabus show` lists what is.")
        return queue

    async def _store(self, connection: AsyncConnection, club: Club, queue: list[str]) -> None:
        if len(queue) > LONGEST_SYLLABUS:
            raise ClubError(f"That would make {len(queue)} weeks; a syllabus has at most {LONGEST_SYLLABUS}.")
        was_empty = not await syllabus_rows.queue_of(connection, club.id)
        await syllabus_rows.replace_queue(connection, club.id, queue)
        if was_empty != (not queue):
            # It says that nothing is queued, or will have to.
            await refresh_newest_post(connection, club, self._now())

    def _name(self, key: str) -> str:
        paper = self._catalogue.get(key)
        return paper.short_name if paper else key


def _index(position: int | None, length: int) -> int:
    """Raises ClubError for a place before the first; one behind the last is the last."""
    if position is not None and position < 1:
        raise ClubError("Places are counted from 1, which is read next.")
    return length if position is None else min(position - 1, length)
