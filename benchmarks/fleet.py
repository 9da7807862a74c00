"""A benchmark's bots as separate processes: one with an SQLite file, or several that share PostgreSQL."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from benchmarks.processes import a_bot
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.storage.database import Database
from bot.storage.tables import outbox
from tests.support.postgresql import postgresql_server

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

    from tests.support.loopback import Loopback

LAST_WORDS = 2000
# Test servers skip flushes; here they are part of the measurement.
DURABLE = ("ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET synchronous_commit = on", "SELECT pg_reload_conf()")


@dataclass
class Fleet:
    """`url` is the database that all bots use. With several, each has one shard."""

    url: str
    folder: Path
    count: int
    bots: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._database = Database(self.url)
        self._running = contextlib.AsyncExitStack()

    async def start(self, loopback: Loopback) -> None:
        for number in range(self.count):
            facts = {"DATABASE_URL": self.url}
            if self.count > 1:
                facts |= {"SHARD_COUNT": str(self.count), "SHARD_IDS": str(number)}
            words = ("benchmarks.storm_bot", loopback.url, loopback.gateway.url)
            bot = a_bot(*words, facts=facts, log=self.folder / f"log{number}")
            self.bots.append(await self._running.enter_async_context(bot))

    def is_alive(self) -> bool:
        return all(bot.returncode is None for bot in self.bots)

    def resident_mb(self) -> float:
        """The total of all bots."""
        return sum(resident_mb(bot.pid) for bot in self.bots)

    async def delivered(self) -> int:
        """The number of posts that the bots consider done."""
        query = select(func.count()).select_from(outbox)
        query = query.where(outbox.c.state == EntryState.DONE, outbox.c.kind == Kind.POST)
        async with self._database.read_transaction() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def stop(self) -> list[int]:
        """Stop them; returns their exit codes."""
        await self._database.close()
        await self._running.aclose()
        return [await bot.wait() for bot in self.bots]

    def last_words(self) -> str:
        logs = [(self.folder / f"log{number}").read_text(encoding="utf-8") for number in range(self.count)]
        return "\n\n".join(log[-LAST_WORDS:] for log in logs)


@contextlib.asynccontextmanager
async def a_fleet(count: int) -> AsyncIterator[Fleet]:
    """Not started yet, with an empty database that has its tables."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if count == 1:
            url = f"sqlite+aiosqlite:///{folder / 'club.db'}"
        else:
            server = stack.enter_context(postgresql_server(folder / "postgresql.lock"))
            for statement in DURABLE:
                await server.run(statement)
            url = await server.new_database(is_migrated=False)
        fleet = Fleet(url, folder, count)
        try:
            yield fleet
        finally:
            await fleet.stop()


def resident_mb(pid: int) -> float:
    """A process's resident memory according to Linux; 0 on other systems."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    return int(status.read_text(encoding="ascii").partition("VmRSS:")[2].split()[0]) / 1024
