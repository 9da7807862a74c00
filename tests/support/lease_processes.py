"""Processes that take shards from one database, each with a clock that the test moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.services.shards.leases import ShardLeases
from bot.storage.shards.tables import shard_leases
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.shards.leases import LeaseWatch
    from bot.storage.database import Database


@dataclass
class Clock:
    now: float = 1000

    def __call__(self) -> float:
        return self.now


class CountedLeases(ShardLeases):
    """Counts its checks of the leases, and waits for them a limited time."""

    looks = 0

    async def take(self) -> None:
        async with asyncio.timeout(HANG_S):
            await super().take()

    async def _try_to_take(self, watch: LeaseWatch) -> bool:
        are_taken = await super()._try_to_take(watch)
        self.looks += 1
        return are_taken


@dataclass
class Process:
    """A process's database connection and its leases. All processes use the same rows."""

    database: Database
    leases: CountedLeases
    clock: Clock

    async def stores(self, epoch_of: int = 0) -> int | None:
        """A write as services make it; returns the epoch under which it was made."""
        async with self.database.write_transaction() as connection:
            of_shard = select(shard_leases.c.epoch).where(shard_leases.c.shard_id == epoch_of)
            epoch: int | None = await connection.scalar(of_shard)
            return epoch

    async def looks_again(self) -> None:
        """Wait until it has checked again or holds its shards; the current check may have started earlier."""
        enough = self.leases.looks + 2
        await until(lambda: self.leases.looks >= enough or self.leases.are_held())


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(HANG_S):
        while not is_so():  # noqa: ASYNC110 - there is no event for checking or renewing
            await asyncio.sleep(0.005)


async def stands_by(process: Process) -> asyncio.Task[None]:
    """Wait until it is on standby: it doesn't hold its shards, and has checked who does."""
    taking = asyncio.create_task(process.leases.take())
    await process.looks_again()
    return taking
