"""The test's side of `bot_process`: start bots, kill them, and find out how they ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from tests.faults.bot_process import BotStart

ROOT = Path(__file__).parents[2]


@dataclass
class Bot:
    """A bot's process. `ended` is its exit code, or −9 if it was killed."""

    pid: int
    ended: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def signal(self, number: signal.Signals) -> None:
        """Do nothing if the process has ended, because another may have its number. A bot that died without being
        killed may be gone before the report of its end is read.
        """
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)


class BotForker:
    """The process that forks bots. Importing everything takes long, so all tests of a worker share one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.bot_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=ROOT,
        )
        assert self._process.stdin
        assert self._process.stdout
        self.orders, self.reports = self._process.stdin, self._process.stdout
        assert "ready" in json.loads(self.reports.readline())

    def close(self) -> None:
        """End it, with all its bots."""
        self.orders.close()
        self._process.wait(HANG_S)
        self.reports.close()


class Bots:
    """An async context: the bots of one test. All of them end with it."""

    def __init__(self, bot_forker: BotForker) -> None:
        self._forker = bot_forker
        self._loop = asyncio.get_running_loop()
        self._starting: dict[str, asyncio.Future[Bot]] = {}
        self._running: dict[int, Bot] = {}
        self._read = b""

    async def __aenter__(self) -> Self:
        self._loop.add_reader(self._forker.reports, self._take_reports)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        left = list(self._running.values())
        for bot in left:
            bot.kill()
        try:
            await asyncio.wait_for(asyncio.gather(*(bot.ended for bot in left)), HANG_S)
        finally:
            self._loop.remove_reader(self._forker.reports)

    async def start(self, start: BotStart) -> Bot:
        starting: asyncio.Future[Bot] = self._loop.create_future()
        self._starting[start.name] = starting
        self._forker.orders.write(start.to_line())
        return await starting

    def _take_reports(self) -> None:
        more = os.read(self._forker.reports.fileno(), 1 << 16)
        if not more:
            self._loop.remove_reader(self._forker.reports)
            futures: list[asyncio.Future[Any]] = [*self._starting.values()]
            for future in futures + [bot.ended for bot in self._running.values()]:
                future.set_exception(RuntimeError("the process that forks bots has ended"))
            return
        *lines, self._read = (self._read + more).split(b"\n")
        for line in lines:
            self._take(json.loads(line))

    def _take(self, report: dict[str, Any]) -> None:
        match report:
            case {"started": name, "pid": pid}:
                self._running[pid] = Bot(pid)
                self._starting.pop(name).set_result(self._running[pid])
            case {"ended": _, "pid": pid, "code": code}:
                self._running.pop(pid).ended.set_result(code)
