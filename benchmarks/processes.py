"""A benchmark's bots are separate processes that end with it, however it ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Coroutine, Mapping
    from pathlib import Path

    from benchmarks.aims import Result

READY_S, LOOK_S = 240, 0.02


@contextlib.asynccontextmanager
async def a_bot(module: str, *words: str, facts: Mapping[str, str], log: Path) -> AsyncIterator[Process]:
    """Start `python -m module words`, with `facts` added to this process's environment."""
    with log.open("wb") as written:
        environment = os.environ | {"DISCORD_TOKEN": "a.b.c", "HEALTH_PORT": "0", **facts}
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *words), env=environment, stderr=written
        )
    try:
        yield bot
    finally:
        await ended(bot)


async def ended(bot: Process) -> int:
    """Its exit code, after telling it to stop if it is still running."""
    if bot.returncode is None:
        bot.terminate()
    return await bot.wait()


async def until_ready(log: Path) -> None:
    """Wait until the bot that writes this log is ready. Raises TimeoutError."""
    async with asyncio.timeout(READY_S):
        # Another process becomes ready, so there is no event to wait for.
        while b'"event": "ready"' not in log.read_bytes():  # noqa: ASYNC110, ASYNC240
            await asyncio.sleep(LOOK_S)


def exit_code(playing: Coroutine[None, None, Result]) -> Result:
    """Run the benchmark. If told to stop, it stops its bots first."""
    return asyncio.run(_until_told(playing))


async def _until_told(playing: Coroutine[None, None, Result]) -> Result:
    task = asyncio.ensure_future(playing)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task
