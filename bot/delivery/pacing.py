"""How fast the bot speaks on its own account: evenly, under Discord's limit, and not at all when told so."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Discord allows 50 requests a second to a whole bot. Evenly spaced ones just below leave room for its own jitter;
# saving turns up for later bursts is what collects refusals.
PER_SECOND = 48.5
SLOWED = 0.5
RECOVERY_S = 5.0


class Pacer:
    """Hands out turns, first come first served. `clock` gives seconds that never go back."""

    def __init__(self, per_second: float = PER_SECOND, clock: Callable[[], float] = perf_counter) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._next = 0.0
        self._slow_until = 0.0
        self._pause_end = 0.0

    async def turn(self) -> None:
        """Wait until one request may leave."""
        delay = self.take()
        while delay > 0:
            await asyncio.sleep(delay)
            # A pause may have been asked for while this one waited.
            delay = self._paused_for()

    def take(self) -> float:
        """Take the next turn; the seconds until it comes."""
        now = self._clock()
        turn = max(now, self._next)
        slowed = turn < self._slow_until
        self._next = turn + self._interval / (SLOWED if slowed else 1)
        return turn - now

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; afterwards start gently."""
        end = self._clock() + seconds
        self._next = max(self._next, end)
        self._pause_end = max(self._pause_end, end)
        self._slow_until = max(self._slow_until, end + RECOVERY_S)

    def _paused_for(self) -> float:
        return self._pause_end - self._clock()
