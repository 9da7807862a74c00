"""Watches the event loop: while something blocks it, the bot answers nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from bot.metrics import Metrics

log = structlog.stdlib.get_logger(__name__)

EVERY_S = 0.5
# An interaction expires after three seconds.
WORTH_A_WARNING_S = 1.0


class LoopWatch:
    """Sleeps repeatedly for a moment, and measures how late it wakes up."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._watch(), name="loop watch")

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _watch(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            due = clock() + EVERY_S
            await asyncio.sleep(EVERY_S)
            lag = max(0.0, clock() - due)
            self._metrics.loop_lag.observe(lag)
            if lag >= WORTH_A_WARNING_S:
                log.warning("the event loop was blocked", seconds=round(lag, 2))
