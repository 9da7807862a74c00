"""The pace of the bot's own requests: even, below Discord's limit, and paused when Discord says so."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

# Discord allows a bot 50 requests per second. Even spacing just below that leaves room for jitter; saving turns for
# later bursts would cause refusals.
PER_SECOND = 48.5
SLOWED = 0.5
RECOVERY_S = 5.0


# A sleep that ends a little late is made up for. A stalled process is not, or all waiting requests would go at once.
SLACK_S = 0.01
# If a timer fires a little early, the rest isn't worth another timer.
SHORTEST_S = 1e-3


class Pace(Protocol):
    """All of the bot's own requests wait for this."""

    async def turn(self) -> None:
        """Wait until one request may be sent."""

    def pause(self, seconds: float) -> None:
        """Send nothing for this long; afterwards start slowly."""


class Pacer:
    """Hands out turns, first come, first served. `clock` returns monotonic seconds."""

    def __init__(self, per_second: float = PER_SECOND, clock: Callable[[], float] = perf_counter) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._queue = asyncio.Lock()
        self._next = 0.0
        self._slow_until = 0.0

    async def turn(self) -> None:
        """Wait until one request may be sent. Waiting requests go one by one, even after a pause or a stall."""
        async with self._queue:
            delay = self.take()
            while delay > 0:
                await asyncio.sleep(delay)
                # A pause may have started meanwhile.
                delay = self.take()

    def take(self) -> float:
        """Take a turn and return 0 if one is free; otherwise return the seconds until the next."""
        now = self._clock()
        if self._next - now > SHORTEST_S:
            return self._next - now
        interval = self._interval / (SLOWED if now < self._slow_until else 1)
        self._next = max(self._next, now - SLACK_S) + interval
        return 0

    def pause(self, seconds: float) -> None:
        """Send nothing for this long; afterwards start slowly."""
        end = self._clock() + seconds
        self._next = max(self._next, end)
        self._slow_until = max(self._slow_until, end + RECOVERY_S)
