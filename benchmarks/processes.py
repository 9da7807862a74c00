"""A benchmark's bots are processes of their own, and end with it, however it ends."""

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


@contextlib.asynccontextmanager
async def a_bot(module: str, *words: str, facts: Mapping[str, str], log: Path) -> AsyncIterator[Process]:
    """`python -m module words`, with `facts` in its environment beside this process' own."""
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
    """Its exit code, after it was asked to end unless it has done so."""
    if bot.returncode is None:
        bot.terminate()
    return await bot.wait()


def exit_code(playing: Coroutine[None, None, bool]) -> int:
    """Play it: 0 where every aim was met. Told to stop, it ends its bots first."""
    return 0 if asyncio.run(_until_told(playing)) else 1


async def _until_told(playing: Coroutine[None, None, bool]) -> bool:
    task = asyncio.ensure_future(playing)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task
