"""Hold this process's shards: take them before connecting, renew them while running, release them when stopping."""

from __future__ import annotations

import asyncio
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from bot.core.shards import leases
from bot.core.shards.leases import Lease, LeaseWatch, ShardKey, held_until, in_the_way
from bot.storage.errors import UNREACHABLE, reason_of
from bot.storage.shards import leases as lease_rows
from bot.storage.shards.leases import TakenMeanwhileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.shards.sharding import Shards
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database
    from bot.storage.process_file import ProcessFile

log = structlog.stdlib.get_logger(__name__)

LOST = "another process took over this one's shards because it was silent for too long"

OVERDUE = "its shards could not be renewed in time: the database does not answer"


class LeaseLostError(Exception):
    """This process no longer holds its shards: it may not store or send anything it had planned."""


class ShardLeases:
    """All of a process's shards, or none of them. `file` tells which earlier processes are certainly dead."""

    def __init__(
        self,
        database: Database,
        shards: Shards,
        clock: Callable[[], float] = monotonic,
        file: ProcessFile | None = None,
    ) -> None:
        self._file = file
        self._dead: frozenset[str] = frozenset()
        self._database = database
        self._clock = clock
        self._owner = database.process
        of = shards.count or 0
        self._keys = [ShardKey(of, shard_id) for shard_id in shards.ids or (0,)]
        self._epochs: dict[ShardKey, int] = {}
        self._writes = count(1)
        self._held_until = float("-inf")
        self._renewing: asyncio.Task[None] | None = None
        self._behind: list[str] = []
        self._is_away = False
        self.on_lost: Callable[[], object] = lambda: None

    @property
    def is_standing_by(self) -> bool:
        """Whether it is waiting for another process to end."""
        return bool(self._behind) and not self._epochs

    def hindrance(self) -> str:
        """Why this process may not send now, in a few words; "" if it may."""
        if self.are_held():
            return ""
        if self.is_standing_by:
            return f"standing by: another process has shard {', '.join(self._behind)}"
        return OVERDUE if self._epochs else "starting"

    def are_held(self) -> bool:
        """Whether this process may send now. The check is local, so a process that was paused knows at once."""
        return self._clock() < self._held_until

    async def take(self) -> None:
        """Wait until this process holds every shard: while another one holds any, it stands by."""
        watch, told = LeaseWatch(), list[str]()
        self._dead = self._file.claim(self._owner) if self._file else frozenset()
        while not await self._try_to_take(watch):
            if self._behind != told:
                log.info("standing by", shards=[key.shard_id for key in self._keys], behind=self._behind)
                told = self._behind
            await asyncio.sleep(leases.LOOK_S)
        log.info("shards taken", shards=[key.shard_id for key in self._keys], epochs=list(self._epochs.values()))
        self._renewing = asyncio.create_task(self._keep(), name="shard leases")

    async def _try_to_take(self, watch: LeaseWatch) -> bool:
        try:
            obstacles = await self._free_obstacles(watch)
            return obstacles is not None and await self._take_all(obstacles)
        except TakenMeanwhileError:
            return False
        except UNREACHABLE as error:
            watch.forget()
            self._warn("shards could not be taken", error)
            return False

    async def _free_obstacles(self, watch: LeaseWatch) -> list[Lease] | None:
        """Obstacles that nobody needs any more; None before that is certain."""
        async with self._database.separate_transaction() as connection:
            # However long the query takes: first seen when its answer is here, and unchanged until we last asked.
            asked_at = self._clock()
            standing = await lease_rows.all_leases(connection)
            self._is_away = False
            watch.look(standing, self._clock())
            obstacles = in_the_way(standing, self._keys)
            # Its own obstacles are leases it took in a commit whose answer was lost: nobody renews them.
            others = [lease for lease in obstacles if lease.owner != self._owner]
            alive = [lease for lease in others if lease.owner not in self._dead]
            self._behind = [_named(lease.key) for lease in alive if not watch.is_free(lease, asked_at)]
            if self._behind:
                return None
            for owner in {lease.owner for lease in others} - {leases.NOBODY}:
                await lease_rows.end_sessions_of(connection, owner)
        return obstacles

    async def _take_all(self, obstacles: list[Lease]) -> bool:
        asked_at = self._clock()
        async with self._database.write_transaction() as connection:
            taken = await self._take_each(connection, obstacles)
        self._epochs = {lease.key: lease.epoch for lease in taken}
        self._held_until = held_until(asked_at)
        return True

    async def _take_each(self, connection: AsyncConnection, obstacles: list[Lease]) -> list[Lease]:
        """Leases under another count are ended, so that their holders notice. Raises TakenMeanwhileError."""
        await lease_rows.take_one_by_one(connection)
        if in_the_way(await lease_rows.all_leases(connection), self._keys) != obstacles:
            raise TakenMeanwhileError
        own = set(self._keys)
        standing = {lease.key: lease for lease in obstacles}
        for lease in obstacles:
            if lease.key not in own and lease.owner != leases.NOBODY:
                await lease_rows.take_lease(connection, lease, leases.NOBODY)
        return [
            await lease_rows.take_lease(connection, standing[key], self._owner)
            if key in standing
            else await lease_rows.add_lease(connection, key, self._owner)
            for key in sorted(own, key=lambda key: key.shard_id)
        ]

    async def enter(self, connection: AsyncConnection) -> int | None:
        """At the start of each write: nobody can take the shards until it ends. Raises LeaseLostError."""
        if not self._epochs:
            return None
        number = next(self._writes)
        held = await lease_rows.note_write(connection, self._owner, number)
        if {lease.key: lease.epoch for lease in held} != self._epochs:
            raise LeaseLostError(LOST)
        return number

    async def is_stored(self, write: int) -> bool | None:
        """Whether the last write, with this number, was committed; None if another process has the shards meanwhile."""
        async with self._database.separate_transaction() as connection:
            last = await lease_rows.last_write(connection, self._owner)
        return None if last is None else last == write

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(leases.RENEW_S)
            asked_at = self._clock()
            (renewed,) = await asyncio.gather(self._renew(), return_exceptions=True)
            if isinstance(renewed, Exception) and not isinstance(renewed, LeaseLostError):
                # It may succeed in time; if not, `are_held` keeps this process from sending. Retry after any fault,
                # because without a renewal it would never send again.
                self._warn("shards could not be renewed", renewed)
                continue
            self._is_away = False
            if renewed != len(self._keys):
                self._held_until = float("-inf")
                log.critical("shards lost", reason=LOST)
                self.on_lost()
                return
            self._held_until = held_until(asked_at)

    def _warn(self, event: str, error: Exception) -> None:
        """Log this once while the database is down; the scheduler logs it every tick anyway."""
        if not self._is_away:
            log.warning(event, reason=reason_of(error))
        self._is_away = True

    async def _renew(self) -> int:
        async with self._database.write_transaction() as connection:
            return await lease_rows.renew_leases(connection, self._owner)

    async def give_back(self) -> None:
        """Release the shards, so that the next process need not wait. Harmless if they are already lost."""
        if self._renewing:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)
            self._renewing = None
        if self._epochs:
            try:
                async with self._database.write_transaction() as connection:
                    await lease_rows.give_back_leases(connection, self._owner)
            except (LeaseLostError, *UNREACHABLE) as error:
                log.warning("shards could not be released", reason=reason_of(error))
            else:
                if self._file:
                    self._file.release()
        self._epochs, self._held_until = {}, float("-inf")


def _named(key: ShardKey) -> str:
    """Names the count, so that an operator sees that two processes have different settings."""
    return f"{key.shard_id} of {key.count}" if key.count else "0 of the number that Discord advises"
