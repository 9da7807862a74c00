"""When a provider may be asked: one request at a time, at its own pace, and not while it wants to be left alone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING

from bot.providers.port import AwayError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

FIRST_BREAK_S = 15.0
LONGEST_BREAK_S = 600.0
LONGEST_ASKED_BREAK_S = 3600.0  # what a provider may ask for with Retry-After
WAIT_S = 10.0  # for a turn; then another provider is quicker


class ProviderPace:
    """`interval` is the least number of seconds from one request to the next. `clock` returns monotonic seconds."""

    def __init__(
        self,
        interval: float,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        wait: float = WAIT_S,
    ) -> None:
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._wait = wait
        self._one = asyncio.Lock()
        self._next = self._back_at = clock()
        self._breaks = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises AwayError during a break, or if the turn does not come soon."""
        self._require_presence()
        try:
            async with asyncio.timeout(self._wait):
                await self._one.acquire()
        except TimeoutError:
            raise AwayError("busy", self._wait) from None
        try:
            await self._until_next()
            yield
        finally:
            self._one.release()

    async def _until_next(self) -> None:
        # Whoever had the turn before may have been sent away.
        self._require_presence()
        while (left := self._next - self._clock()) > 0:
            await self._sleep(left)
        self._next = self._clock() + self._interval

    def _require_presence(self) -> None:
        if (left := self._back_at - self._clock()) > 0:
            raise AwayError("on a break", left)

    def answered(self) -> None:
        """The provider works: the next break is a short one again."""
        self._breaks = 0

    def leave_alone(self, asked: float | None = None) -> float:
        """Ask nothing for as long as the provider `asked` for, else longer each time. Returns the seconds."""
        if asked is None:
            seconds = min(FIRST_BREAK_S * 2.0**self._breaks, LONGEST_BREAK_S)
            self._breaks = min(self._breaks + 1, 10)
        else:
            seconds = min(max(asked, 1.0), LONGEST_ASKED_BREAK_S)
        self._back_at = max(self._back_at, self._clock() + seconds)
        return seconds
