"""A watch on the event loop: as long as something blocks it, nobody is answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from bot.metrics import Metrics

log = structlog.stdlib.get_logger(__name__)

EVERY_S = 0.5
# Discord takes an interaction back after three seconds.
WORTH_A_WARNING_S = 1.0


class LoopWatch:
    """Sleeps a moment again and again, and measures by how much it was woken too late."""

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
