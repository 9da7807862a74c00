"""Editing a club's queue of papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError
from bot.core.syllabus import Path, path_to, track
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.storage.database import Database

LONGEST_SYLLABUS = 100


@dataclass(frozen=True, slots=True)
class Queued:
    """What was added, and what was left out because it is queued or read already."""

    added: tuple[str, ...]
    left_out: tuple[str, ...]


class SyllabusService:
    """Each edit reads the queue, changes it and stores it in one transaction."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    async def queue(self, club: Club) -> list[str]:
        async with self._database.reading() as connection:
            return await syllabus_rows.queue_of(connection, club.id)

    async def read(self, club: Club) -> list[str]:
        """What the club has read, oldest first."""
        async with self._database.reading() as connection:
            return await week_rows.papers_read(connection, club.id)

    async def use(self, club: Club, slug: str) -> Queued:
        """Queue a ready track behind what is there. Raises ClubError for an unknown one."""
        keys = track(slug, self._catalogue)
        if not keys:
            raise ClubError("There is no such track. Choose one of those that are offered while you type.")
        return await self._append(club, keys)

    async def lead_to(self, club: Club, goal: str, weeks: int | None) -> tuple[Path, Queued]:
        """Queue the way along the lineage to a goal, leaving out what the club has read."""
        path = path_to(goal, weeks, await self.read(club), self._catalogue)
        return path, await self._append(club, path.keys)

    async def add(self, club: Club, key: str, position: int | None) -> None:
        """Put a paper at a place, counted from 1; at the end where none is given. Raises ClubError for a double."""
        async with self._database.writing() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            if key in queue:
                raise ClubError(f"{self._name(key)} is queued already, in place {queue.index(key) + 1}.")
            queue.insert(_index(position, len(queue)), key)
            await self._store(connection, club, queue)

    async def move(self, club: Club, key: str, position: int) -> None:
        """Raises ClubError for a paper that is not queued."""
        async with self._database.writing() as connection:
            queue = await self._queue_with(connection, club, key)
            queue.remove(key)
            queue.insert(_index(position, len(queue)), key)
            await self._store(connection, club, queue)

    async def remove(self, club: Club, key: str) -> None:
        """Raises ClubError for a paper that is not queued."""
        async with self._database.writing() as connection:
            queue = await self._queue_with(connection, club, key)
            queue.remove(key)
            await self._store(connection, club, queue)

    async def _append(self, club: Club, keys: Sequence[str]) -> Queued:
        async with self._database.writing() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            there = {*queue, *await week_rows.papers_read(connection, club.id)}
            added = tuple(key for key in keys if key not in there)
            await self._store(connection, club, [*queue, *added])
        return Queued(added, tuple(key for key in keys if key in there))

    async def _queue_with(self, connection: AsyncConnection, club: Club, key: str) -> list[str]:
        queue = await syllabus_rows.queue_of(connection, club.id)
        if key not in queue:
            raise ClubError(f"{self._name(key)} is not in the syllabus. `/syllabus show` lists what is.")
        return queue

    async def _store(self, connection: AsyncConnection, club: Club, queue: list[str]) -> None:
        if len(queue) > LONGEST_SYLLABUS:
            raise ClubError(f"That would make {len(queue)} weeks; a syllabus has at most {LONGEST_SYLLABUS}.")
        await syllabus_rows.replace_queue(connection, club.id, queue)

    def _name(self, key: str) -> str:
        paper = self._catalogue.get(key)
        return paper.short_name if paper else key


def _index(position: int | None, length: int) -> int:
    return length if position is None else min(max(position, 1) - 1, length)
