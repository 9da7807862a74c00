"""The bot's pace where several processes share Discord's one limit: they take turns, which the database deals out."""

from __future__ import annotations

import asyncio
from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from bot.delivery.pacing import PER_SECOND, RECOVERY_S, SLOWED

if TYPE_CHECKING:
    from collections.abc import Callable

# So many turns are asked for at once where as many wait: four requests a second to the database in a storm.
MOST_AT_ONCE = 12
# A turn missed by more is given up: turns made up for would meet other processes' own.
LATEST_S = 0.05


class Turns(Protocol):
    """The one queue of all processes, in which stretches of time are taken."""

    async def take(self, length: float) -> float:
        """Take the next stretch of so many seconds; in how many it begins."""

    async def put_off(self, seconds: float) -> None:
        """Let nobody's turn begin before so many seconds have gone by."""


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
        """Wait until one request may leave."""
        self._waiting += 1
        try:
            async with self._queue:
                delay = await self._next() - self._clock()
                while delay > 0:
                    await asyncio.sleep(delay)
                    # A pause may have been asked for meanwhile.
                    delay = await self._next() - self._clock()
                self._granted.popleft()
        finally:
            self._waiting -= 1

    async def _next(self) -> float:
        """When the turn at the head of the queue is, in the clock's seconds."""
        now = self._clock()
        while self._granted and (self._granted[0] < self._paused_until or self._granted[0] < now - LATEST_S):
            self._granted.popleft()
        if not self._granted:
            count = min(self._waiting, MOST_AT_ONCE)
            interval = self._interval / (SLOWED if now < self._slow_until else 1)
            begins_in = await self._turns.take(count * interval)
            begin = max(self._clock() + begins_in, self._paused_until)
            self._granted.extend(begin + number * interval for number in range(count))
        return self._granted[0]

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long, in any process; afterwards start gently."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)
        self._slow_until = max(self._slow_until, self._paused_until + RECOVERY_S)
        telling = asyncio.create_task(self._turns.put_off(seconds), name="pace put off")
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
