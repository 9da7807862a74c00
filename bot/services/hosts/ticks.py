"""What happens to hosts at every tick: whoever is next is asked. Clubs without hosts cost it one query in all."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import DatabaseAwayError
from bot.core.shards.sharding import ALL_SHARDS
from bot.services.hosts.looking import look, would_be_told
from bot.services.hosts.sight import HostSight
from bot.services.weeks.ticks import AFTER_A_FAULT, PART, Fault, TickResult
from bot.storage.hosts import rows as host_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.shards.sharding import Shards
    from bot.services.members.leavers import Leavers
    from bot.storage.database import Database

# If the members who would be asked have all left, the next ones are looked up in the same tick.
MOST_LOOKED_UP = 3


class HostTicks:
    """An error in one club delays no other."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], leavers: Leavers, shards: Shards = ALL_SHARDS
    ) -> None:
        self._database = database
        self._now = now
        self._leavers = leavers
        self._shards = shards
        self.sight = HostSight(database, now, shards)
        self._failed: dict[int, datetime] = {}

    async def advance(self) -> TickResult:
        """Look at some of the clubs that are due; call again while something was done."""
        now = self._now()
        # A wrong clock must not delay anything longer.
        self._failed = {club: until for club, until in self._failed.items() if until - AFTER_A_FAULT <= now < until}
        async with self._database.read_transaction() as connection:
            due = await host_rows.due_clubs(connection, now, PART + len(self._failed), self._shards)
        wanted = [club_id for club_id in due if club_id not in self._failed][:PART]
        if not wanted:
            return await self._went_round()
        results = await asyncio.gather(*(self._look(club_id, now) for club_id in wanted), return_exceptions=True)
        faults, done = [], 0
        for club_id, result in zip(wanted, results, strict=True):
            if isinstance(result, Exception):
                faults.append(Fault("club", club_id, result))
            if isinstance(result, DatabaseAwayError):
                # Not the club's fault: the next tick retries.
                continue
            if isinstance(result, Exception):
                self._failed[club_id] = now + AFTER_A_FAULT
            done += 1
        return TickResult(done, tuple(faults))

    async def _went_round(self) -> TickResult:
        """No club waits for this. What it frees is filled at the next tick."""
        (faults,) = await asyncio.gather(self.sight.go_round(), return_exceptions=True)
        if isinstance(faults, BaseException):
            faults = (Fault("hosts", 0, faults),) if isinstance(faults, Exception) else ()
        return TickResult(0, faults)

    async def _look(self, club_id: int, now: datetime) -> None:
        for _ in range(MOST_LOOKED_UP):
            async with self._database.read_transaction() as connection:
                told = await would_be_told(connection, club_id, now)
            # Asked about in one go with others who have left, somebody who has just left would not be noticed.
            gone = await self._leavers.among(told.server_id, told.members)
            if not gone and told.left == await self._leavers.among(told.server_id, told.left):
                break
        await self._database.grouped(partial(look, club_id=club_id, now=now))
