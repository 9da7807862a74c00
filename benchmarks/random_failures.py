"""Occasional failures at Discord: random failed requests, and lost gateway connections."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import TYPE_CHECKING

from tests.support.loopback import faults
from tests.support.loopback.faults import CREATE_FORUM_POST, CREATE_MESSAGE, OPEN_THREAD, Fault, Target

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.loopback import Loopback

SEED = 17
REQUEST_EVERY_S = (4.0, 12.0)
GATEWAY_EVERY_S = (45.0, 120.0)
ANSWER = ("POST", "/interactions/{interaction}/{token}/callback")
FOLLOW_UP = ("POST", "/webhooks/{application}/{token}")
ROUTES = (CREATE_MESSAGE, CREATE_MESSAGE, OPEN_THREAD, CREATE_FORUM_POST, ANSWER, FOLLOW_UP)


def possible_faults(appears_s: float) -> tuple[Fault, ...]:
    """A message whose answer failed may appear `appears_s` later, by the clock of the small Discord."""
    return (
        faults.lost(),
        faults.unanswered(),
        *(faults.failed(status, applies=applies) for status in (500, 502, 504) for applies in (True, False)),
        faults.late(4),
        faults.appears_late(appears_s),
        *(faults.limited(2, scope) for scope in ("user", "shared", "global")),
    )


class RandomFailures:
    """`gateway` counts what happened to connections; faults of requests are in the loopback's own list."""

    def __init__(self, loopback: Loopback, appears_s: float) -> None:
        self._loopback = loopback
        self._faults = possible_faults(appears_s)
        self._chance = random.Random(SEED)
        self.gateway: Counter[str] = Counter()

    async def run(self) -> None:
        """Run until cancelled."""
        await asyncio.gather(self._break_requests(), self._break_connections())

    async def _break_requests(self) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(*REQUEST_EVERY_S))
            self._loopback.faults.plan(Target(*self._chance.choice(ROUTES)), self._chance.choice(self._faults))

    async def _break_connections(self) -> None:
        gateway = self._loopback.gateway
        ways: tuple[Callable[[], Awaitable[None]], ...] = (gateway.reconnect, gateway.break_off, self._end_sessions)
        while True:
            await asyncio.sleep(self._chance.uniform(*GATEWAY_EVERY_S))
            way = self._chance.choice(ways)
            self.gateway[way.__name__.strip("_").replace("_", " ")] += 1
            await way()

    async def _end_sessions(self) -> None:
        """The bot receives its servers again."""
        await self._loopback.gateway.break_off()
        self._loopback.gateway.forget_sessions()
