"""The test's side of `bot_process`: start bots, kill them, learn how they ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from tests.faults.bot_process import Birth

ROOT = Path(__file__).parents[2]


@dataclass
class Bot:
    """A bot's process. `ended` holds its exit code, −9 where it was killed."""

    pid: int
    ended: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def signal(self, number: signal.Signals) -> None:
        """Does nothing to one that has ended: its number may be another's by now."""
        if not self.ended.done():
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)


class Bots:
    """An async context: the forking process runs inside, and no bot outlives it."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._starting: dict[str, asyncio.Future[Bot]] = {}
        self._running: dict[int, Bot] = {}
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.bot_process"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        self._listening = asyncio.create_task(self._listen(self._process))
        await self._ready
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()
            await self._process.wait()
        if self._listening:
            await self._listening
        # The rest died with it, unreported.
        for bot in self._running.values():
            bot.ended.set_result(-signal.SIGKILL)

    async def start(self, birth: Birth) -> Bot:
        assert self._process
        assert self._process.stdin
        starting: asyncio.Future[Bot] = asyncio.get_running_loop().create_future()
        self._starting[birth.name] = starting
        self._process.stdin.write(birth.to_line())
        return await starting

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        while line := await process.stdout.readline():
            match json.loads(line):
                case {"ready": _}:
                    self._ready.set_result(None)
                case {"started": name, "pid": pid}:
                    self._running[pid] = Bot(pid)
                    self._starting.pop(name).set_result(self._running[pid])
                case {"ended": _, "pid": pid, "code": code}:
                    self._running.pop(pid).ended.set_result(code)
