"""How fast the bot speaks on its own account: evenly, under Discord's limit, and not at all when told so."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

# Discord allows 50 requests a second to a whole bot. Evenly spaced ones just below leave room for its own jitter;
# saving turns up for later bursts is what collects refusals.
PER_SECOND = 48.5
SLOWED = 0.5
RECOVERY_S = 5.0


# A sleep that ends a little late is made up for; a stalled process is not, or its waiting requests would leave at once.
SLACK_S = 0.01
# What is left of a wait by a timer that rang a little early is not worth another timer.
SHORTEST_S = 1e-3


class Pace(Protocol):
    """What everything that the bot sends by itself waits for."""

    async def turn(self) -> None:
        """Wait until one request may leave."""

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; afterwards start gently."""


class Pacer:
    """Hands out turns, first come first served. `clock` gives seconds that never go back."""

    def __init__(self, per_second: float = PER_SECOND, clock: Callable[[], float] = perf_counter) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._queue = asyncio.Lock()
        self._next = 0.0
        self._slow_until = 0.0

    async def turn(self) -> None:
        """Wait until one request may leave. Whoever waits is let go one by one, also after a pause or a stall."""
        async with self._queue:
            delay = self.take()
            while delay > 0:
                await asyncio.sleep(delay)
                # A pause may have been asked for meanwhile.
                delay = self.take()

    def take(self) -> float:
        """Take a turn, where one is free, and return 0; else the seconds until there may be one."""
        now = self._clock()
        if self._next - now > SHORTEST_S:
            return self._next - now
        interval = self._interval / (SLOWED if now < self._slow_until else 1)
        self._next = max(self._next, now - SLACK_S) + interval
        return 0

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; afterwards start gently."""
        end = self._clock() + seconds
        self._next = max(self._next, end)
        self._slow_until = max(self._slow_until, end + RECOVERY_S)
