"""The bot's pace if several processes share Discord's limit: the database hands out turns."""

from __future__ import annotations

import asyncio
from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from bot.delivery.pacing import PER_SECOND, RECOVERY_S, SLOWED

if TYPE_CHECKING:
    from collections.abc import Callable

# Take up to this many turns at once if that many requests wait: four queries per second under full load.
MOST_AT_ONCE = 12
# A turn missed by more than this is given up, because using it late would collide with other processes' turns.
LATEST_S = 0.05


class Turns(Protocol):
    """One queue for all processes, from which they reserve stretches of time."""

    async def reserve(self, length: float) -> float:
        """Reserve the next stretch of `length` seconds; returns the seconds until it starts."""

    async def delay(self, seconds: float) -> None:
        """Let no turn start for this many seconds."""


class SharedPacer:
    """Used like a Pacer."""

    def __init__(self, turns: Turns, per_second: float = PER_SECOND, clock: Callable[[], float] = perf_counter) -> None:
        self._turns = turns
        self._interval = 1 / per_second
        self._clock = clock
        self._queue = asyncio.Lock()
        self._waiting = 0
        self._granted: deque[float] = deque()
        self._paused_until = self._slow_until = float("-inf")
        self._telling: set[asyncio.Task[None]] = set()

    async def turn(self) -> None:
        """Wait until one request may be sent."""
        self._waiting += 1
        try:
            async with self._queue:
                delay = await self._next() - self._clock()
                while delay > 0:
                    await asyncio.sleep(delay)
                    # A pause may have started meanwhile.
                    delay = await self._next() - self._clock()
                self._granted.popleft()
        finally:
            self._waiting -= 1

    async def _next(self) -> float:
        """The time of the turn at the head of the queue, in the clock's seconds."""
        now = self._clock()
        while self._granted and (self._granted[0] < self._paused_until or self._granted[0] < now - LATEST_S):
            self._granted.popleft()
        if not self._granted:
            count = min(self._waiting, MOST_AT_ONCE)
            interval = self._interval / (SLOWED if now < self._slow_until else 1)
            begins_in = await self._turns.reserve(count * interval)
            begin = max(self._clock() + begins_in, self._paused_until)
            self._granted.extend(begin + number * interval for number in range(count))
        return self._granted[0]

    def pause(self, seconds: float) -> None:
        """Send nothing for this long, in any process; afterwards start slowly."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)
        self._slow_until = max(self._slow_until, self._paused_until + RECOVERY_S)
        telling = asyncio.create_task(self._turns.delay(seconds), name="pace delayed")
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
