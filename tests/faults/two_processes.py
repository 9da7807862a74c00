"""Two bots with the same shards: one works, the other stands by and takes over; then the first may resume."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.faults.bot_process import BotStart
from tests.faults.runs import LOOK_S, Play, Scenario
from tests.faults.stores import PostgresqlStore

if TYPE_CHECKING:
    from tests.faults.bots import Bot
    from tests.faults.kill_points import KillPoint
    from tests.faults.scene import Scene

# By the machine's own clock. A stopped bot is resumed before the other has settled everything, or long after.
BRIEFLY_S, AWAKE_S = 0.3, 60
LOST, REFUSED = 1, 2
READY = '"event": "ready"'


@dataclass(frozen=True)
class ProcessStop:
    """The first bot is killed or stopped at a point. `wakes` says when a stopped one resumes. With `is_cut`, every
    connection to the database ends while it is stopped.
    """

    scene: Scene
    point: KillPoint
    wakes: Literal["never", "soon", "late"] = "never"
    is_cut: bool = False

    def __str__(self) -> str:
        cut = ", its database connections cut" if self.is_cut else ""
        return f"{'forum' if self.scene.is_forum else 'text'}, {self.point}, wakes {self.wakes}{cut}"

    @property
    def scenario(self) -> Scenario:
        return Scenario(self.scene, name=str(self))


@dataclass
class TwoProcesses(Play):
    """`bot` is the one that settles things."""

    point: KillPoint = field(kw_only=True)
    first: Bot | None = None

    async def _start(self, name: str, *points: KillPoint) -> Bot:
        self.verdict.starts += 1
        clock, log = str(self.folder / "clock"), str(self.folder / f"log of {name}")
        name = f"{self.folder.name}.{name}"
        return await self.bots.start(BotStart(name, self.loopback.url, self.store.url, clock, log, list(points)))

    async def _until_ended_or_stopped(self, bot: Bot) -> None:
        while not bot.ended.done() and not is_stopped(bot):  # noqa: ASYNC110 - another process, so no event
            await asyncio.sleep(LOOK_S)

    async def _until_ready(self, name: str, bot: Bot) -> None:
        log = self.folder / f"log of {name}"
        while not bot.ended.done() and READY not in log.read_text(encoding="utf-8"):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_S)

    async def _settle(self) -> None:
        """A bot that ends by itself is restarted, like a service manager does."""
        while not (stored := await self.store.read()).is_settled:
            if self.bot and self.bot.ended.done():
                self.bot = await self._start(f"bot {self.verdict.starts + 1}")
            self._skip_waiting(stored)
            await asyncio.sleep(LOOK_S)

    async def end(self) -> None:
        if self.first:
            self.first.kill()
            await self.first.ended
        await super().end()


@dataclass
class OneFile(TwoProcesses):
    """The second is refused while the first is stopped; then the first resumes."""

    async def until_settled(self) -> None:
        self.bot = await self._start("first", self.point)
        await self._until_ended_or_stopped(self.bot)
        second = await self._start("second")
        code = await asyncio.shield(second.ended)
        said = (self.folder / "log of second").read_text(encoding="utf-8")
        if code != REFUSED or "another running Paper Club" not in said:
            self.verdict.troubles.append(f"the second ended with {code}: {said}")
        self.bot.signal(signal.SIGCONT)
        self._identified = -1
        await self._settle()


@dataclass
class Takeover(TwoProcesses):
    """Both bots use one PostgreSQL database."""

    stop: ProcessStop = field(kw_only=True)

    async def until_settled(self) -> None:
        store = self.store
        assert isinstance(store, PostgresqlStore)
        self.first = await self._start("first", self.point)
        while not (await store.is_leased() or self.first.ended.done() or is_stopped(self.first)):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_S)
        # On a busy machine the first may have lost its shards before it gets there.
        epoch = await store.epoch()
        self.bot = await self._start("second")
        await self._until_ended_or_stopped(self.first)
        self._identified = self.loopback.gateway.identified
        if await store.epoch() > epoch:
            await self._until_ready("second", self.bot)
            self._identified = -1
        if self.stop.is_cut:
            await store.cut_connections()
        if self.stop.wakes == "soon":
            await asyncio.sleep(BRIEFLY_S)
            self.first.signal(signal.SIGCONT)
            self._identified = -1
        await self._settle()
        if self.stop.wakes == "late":
            while await store.epoch() == epoch:  # noqa: ASYNC110 - the database sends no events
                await asyncio.sleep(LOOK_S)
            await self._wake_late(self.first)

    async def _wake_late(self, first: Bot) -> None:
        """It ends by itself. Only a bot that never had its shards stays on standby."""
        first.signal(signal.SIGCONT)
        try:
            async with asyncio.timeout(AWAKE_S):
                while not first.ended.done() and not self._stands_by():  # noqa: ASYNC110
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            self.verdict.troubles.append("the first goes on")
        if first.ended.done() and first.ended.result() not in {LOST, REFUSED}:
            said = (self.folder / "log of first").read_text(encoding="utf-8")
            self.verdict.troubles.append(f"the first ended with {first.ended.result()}: {said[-500:]}")
        await self._settle()

    def _stands_by(self) -> bool:
        said = (self.folder / "log of first").read_text(encoding="utf-8")
        return "standing by" in said and "shards taken" not in said


def is_stopped(bot: Bot) -> bool:
    """According to Linux. A process that has died isn't stopped."""
    try:
        stat = Path(f"/proc/{bot.pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] == "T"
