"""What happens to weeks by itself, at every tick: slots that have come, and steps of weeks under way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.sharding import ALL_SHARDS
from bot.services.slots import fill_due_slots
from bot.services.steps import take_step
from bot.storage import clubs as club_rows
from bot.storage import weeks as week_rows
from bot.storage.errors import DatabaseAwayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.papers import Catalogue
    from bot.core.sharding import Shards
    from bot.core.weeks import Week
    from bot.services.leavers import Leavers
    from bot.storage.database import Database

# Commands and deliveries wait for the same writer, so that much is done in one go.
PART = 32
# What failed once will most likely fail again: it waits, so that it holds up nothing else.
AFTER_A_FAULT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Advanced:
    """How much was looked at and need not be again, and what failed on the way."""

    done: int
    faults: tuple[Exception, ...]


class WeekTicks:
    """Moves every club's weeks on. One club's fault holds up no other, however many have one."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        leavers: Leavers,
        shards: Shards = ALL_SHARDS,
    ) -> None:
        self._shards = shards
        self._database = database
        self._catalogue = catalogue
        self._now = now
        self._leavers = leavers
        self._failed: dict[tuple[str, int], datetime] = {}
        self._waiting: set[tuple[str, int]] = set()

    async def advance(self) -> Advanced:
        """Do a part of what has become due; call again while something was done."""
        now = self._now()
        due = await self._due(now)
        results = await asyncio.gather(*due.values(), return_exceptions=True)
        done = sum(self._is_settled(what, result, now) for what, result in zip(due, results, strict=True))
        if not done:
            # Once all were looked at, the next tick begins anew.
            self._waiting.clear()
            (looked,) = await asyncio.gather(self._leavers.go_round(self._shards), return_exceptions=True)
            results = [*results, *([looked] if isinstance(looked, Exception) else [])]
        return Advanced(done, tuple(result for result in results if isinstance(result, Exception)))

    def _is_settled(self, what: tuple[str, int], result: bool | BaseException, now: datetime) -> bool:
        """Note what fails, and what has to wait, as for an answer of Discord's: it must not stand before the others."""
        if isinstance(result, DatabaseAwayError):
            # No fault of the club's: the next tick tries again.
            return False
        if isinstance(result, Exception):
            self._failed[what] = now + AFTER_A_FAULT
        elif result is False:
            self._waiting.add(what)
        return True

    async def _due(self, now: datetime) -> dict[tuple[str, int], Awaitable[bool]]:
        self._failed = {what: until for what, until in self._failed.items() if until > now}
        aside = self._failed.keys() | self._waiting
        most = PART + len(aside)
        async with self._database.reading() as connection:
            clubs = await club_rows.due_clubs(connection, now, most, self._shards)
            weeks = await week_rows.weeks_with_due_step(connection, now, most, self._shards)
        slots = [club.id for club in clubs if ("club", club.id) not in aside][:PART]
        steps = [week for week in weeks if ("week", week.id) not in aside][:PART]
        due: dict[tuple[str, int], Awaitable[bool]] = {
            ("club", club_id): self._database.grouped(partial(self._fill_slots, club_id=club_id, now=now))
            for club_id in slots
        }
        return due | {("week", week.id): self._step(week, now) for week in steps}

    async def _fill_slots(self, connection: AsyncConnection, club_id: int, now: datetime) -> bool:
        club = await club_rows.club_by_id(connection, club_id)
        # Another tick, or an organiser, may have been here meanwhile.
        if club is None or club.next_due is None or club.next_due > now:
            return False
        return await fill_due_slots(connection, club, now, self._catalogue)

    async def _step(self, week: Week, now: datetime) -> bool:
        gone = await self._leavers.before_step(week)
        return await self._database.grouped(partial(self._take_step, week_id=week.id, now=now, gone=gone))

    async def _take_step(self, connection: AsyncConnection, week_id: int, now: datetime, gone: Collection[int]) -> bool:
        week = await week_rows.week_by_id(connection, week_id)
        if week is None or week.next_step is None or week.next_step_at is None or week.next_step_at > now:
            return False
        club = await club_rows.club_by_id(connection, week.club_id)
        if club is None or week.dates is None:
            return False
        await take_step(connection, club, week, week.next_step, now, gone=gone)
        return True
