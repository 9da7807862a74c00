"""Editing a club's queue of papers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.core.errors import Code
from bot.core.syllabus.syllabus import PERIODS, Path, first_slots, next_unread, path_to, track, tracks, woven
from bot.services.syllabus.refusals import (
    NotQueuedError,
    PaperPeriodsError,
    PathWeeksError,
    PositionBeforeFirstError,
    QueuedAlreadyError,
    SyllabusTooLongError,
    UnknownTrackError,
)
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

LONGEST_SYLLABUS = 100
PATH_WEEKS = range(1, 53)


@dataclass(frozen=True, slots=True)
class QueuedPapers:
    """What was added, in order, what was skipped because it is already queued or read, and the queue's length now."""

    added: tuple[str, ...]
    queued: tuple[str, ...]
    read: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """A paper's position in the queue, counted from 1, and the queue's length. `was_read` in an earlier week."""

    number: int
    of: int
    was_read: bool = False


@dataclass(frozen=True, slots=True)
class SyllabusView:
    """The content of `/syllabus show`. `dates` are the coming slots, one for each paper of `queue`; none while paused.

    `then` is what comes from the reading list when the queue is empty, and when. `poll` is the running poll; `won` is
    one whose winner is in the queue. `periods` says how many slots a paper takes.
    """

    read: tuple[str, ...]
    queue: tuple[str, ...]
    dates: tuple[datetime, ...]
    then: str | None
    then_at: datetime | None
    poll: Poll | None = None
    won: Poll | None = None
    periods: Mapping[str, int] = field(default_factory=dict)


class SyllabusService:
    """Each edit reads, changes and stores the queue in one transaction."""

    def __init__(self, database: Database, catalogs: Catalogs) -> None:
        self._database = database
        self._catalogs = catalogs

    async def queue(self, club: Club) -> list[str]:
        async with self._database.read_transaction() as connection:
            return await syllabus_rows.queue_of(connection, club.id)

    async def view(self, club: Club) -> SyllabusView:
        """What the club has read, oldest first, what is queued, and what follows. Papers missing from the catalog are
        left out.
        """
        async with self._database.read_transaction() as connection:
            read = await week_rows.papers_read(connection, club.id)
            queue = await syllabus_rows.queue_of(connection, club.id)
            poll = await poll_rows.open_poll_of(connection, club.id)
            won = await poll_rows.unread_winner(connection, club.id)
            periods = await syllabus_rows.periods_of(connection, club.id)
            catalog = await self._catalogs.of(connection, club.server_id)
            table, first = club.timetable, club.next_slot
            decided = await week_rows.slots_from(connection, club.id, first)
        known = [key for key in queue if key in catalog]
        days = table.coming(first, sum(periods.get(key, 1) for key in known) + 1, decided) if first else []
        dates = [table.instant_on(day) for day in first_slots(known, periods, days)]
        then = next_unread({*read, *known}, catalog)
        return SyllabusView(
            tuple(key for key in dict.fromkeys(read) if key in catalog),
            tuple(known),
            tuple(dates[:-1]),
            then,
            dates[-1] if dates else None,
            poll,
            won if won and won.winner in known else None,
            periods,
        )

    async def use(self, club: Club, slug: str) -> QueuedPapers:
        """Append a ready-made track to the queue. Raises ClubError if it is unknown."""
        async with self._database.write_transaction() as connection:
            catalog = await self._catalogs.of(connection, club.server_id)
            keys = track(slug, catalog)
            if not keys:
                raise UnknownTrackError(tuple(Code(known) for known in tracks(catalog)))
            queue = await syllabus_rows.queue_of(connection, club.id)
            return await self._put_in(
                connection, club, queue, keys, lambda unread: list(dict.fromkeys([*queue, *unread]))
            )

    async def lead_to(self, club: Club, goal: str, weeks: int | None) -> tuple[Path, QueuedPapers]:
        """Queue the papers that lead up to a goal, without those the club has read.

        If one of them is already queued, its ancestors are put before it. Raises ClubError.
        """
        if weeks is not None and weeks not in PATH_WEEKS:
            raise PathWeeksError(PATH_WEEKS[0], PATH_WEEKS[-1], weeks)
        async with self._database.write_transaction() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            read = await week_rows.papers_read(connection, club.id)
            catalog = await self._catalogs.of(connection, club.server_id)
            path = path_to(goal, weeks, read, catalog)
            # Queued papers cost no extra week, so they need not be treated as known.
            whole = path_to(goal, None, read, catalog).keys
            way = [key for key in whole if key in path.keys or key in queue]
            queued = await self._put_in(connection, club, queue, way, lambda unread: woven(queue, unread))
            return replace(path, known=tuple(key for key in path.known if key not in queue)), queued

    async def add(self, club: Club, key: str, position: int | None, periods: int = 1) -> QueuePosition:
        """Insert a paper at a position, counted from 1; at the end by default. It takes so many slots.

        Raises ClubError, as for a duplicate.
        """
        if periods not in PERIODS:
            raise PaperPeriodsError(PERIODS[0], PERIODS[-1], periods)
        async with self._database.write_transaction() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            if key in queue:
                raise QueuedAlreadyError(await self._name(connection, club, key), queue.index(key) + 1)
            queue.insert(_index(position, len(queue)), key)
            await self._store(connection, club, queue)
            await syllabus_rows.set_periods(connection, club.id, key, periods)
            was_read = key in await week_rows.papers_read(connection, club.id)
            return QueuePosition(queue.index(key) + 1, len(queue), was_read)

    async def move(self, club: Club, key: str, position: int) -> QueuePosition:
        """Raises ClubError if the paper isn't queued."""
        async with self._database.write_transaction() as connection:
            queue = await self._queue_with(connection, club, key)
            queue.remove(key)
            queue.insert(_index(position, len(queue)), key)
            await self._store(connection, club, queue)
            return QueuePosition(queue.index(key) + 1, len(queue))

    async def remove(self, club: Club, key: str) -> int:
        """Returns how many are left. Raises ClubError if the paper isn't queued."""
        async with self._database.write_transaction() as connection:
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
    ) -> QueuedPapers:
        """Queue what the club hasn't read; `arranged` builds the new queue from it."""
        read = set(await week_rows.papers_read(connection, club.id))
        unread = [key for key in keys if key not in read]
        longer = arranged(unread)
        await self._store(connection, club, longer)
        return QueuedPapers(
            tuple(key for key in unread if key not in queue),
            tuple(key for key in unread if key in queue),
            tuple(key for key in keys if key in read),
            len(longer),
        )

    async def _queue_with(self, connection: AsyncConnection, club: Club, key: str) -> list[str]:
        queue = await syllabus_rows.queue_of(connection, club.id)
        if key not in queue:
            raise NotQueuedError(await self._name(connection, club, key))
        return queue

    async def _store(self, connection: AsyncConnection, club: Club, queue: list[str]) -> None:
        if len(queue) > LONGEST_SYLLABUS:
            raise SyllabusTooLongError(len(queue), LONGEST_SYLLABUS)
        await syllabus_rows.replace_queue(connection, club.id, queue)

    async def _name(self, connection: AsyncConnection, club: Club, key: str) -> str:
        paper = (await self._catalogs.of(connection, club.server_id)).get(key)
        return paper.short_name if paper else key


def _index(position: int | None, length: int) -> int:
    """Raises ClubError for a position before the first; one after the last means the last."""
    if position is not None and position < 1:
        raise PositionBeforeFirstError
    return length if position is None else min(position - 1, length)
