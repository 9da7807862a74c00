"""Keeps the bot from acting while the machine's clock is far from Discord's."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog
from discord.http import Route

from bot.core.calendar.clock_check import READINGS
from bot.delivery.unanswered import NO_ANSWER

if TYPE_CHECKING:
    import discord

    from bot.core.calendar.clock_check import ClockCheck
    from bot.delivery.pacing import Pace
    from bot.metrics import Metrics

log = structlog.stdlib.get_logger(__name__)

PATIENCE_S = 20
# Needs no permission, and is cheap for Discord.
CHEAPEST = ("GET", "/gateway")


class ClockWatch:
    """Asks Discord for the time if no request has for a while, and tells the operator if the clock is wrong."""

    def __init__(self, check: ClockCheck, bot: discord.Client, pacer: Pace, metrics: Metrics) -> None:
        self._check = check
        self._bot = bot
        self._pacer = pacer
        self._told = False
        metrics.clock_ahead.set_function(lambda: check.ahead_s)

    async def is_right(self) -> bool:
        """Whether the clock can be relied on now. A problem is logged once."""
        if self._check.should_ask():
            await self._ask()
        trouble = self._check.trouble()
        if trouble and not self._told:
            log.critical("the clock is wrong", reason=trouble)
        elif self._told and not trouble:
            log.info("the clock is right again")
        self._told = bool(trouble)
        return not trouble

    async def _ask(self) -> None:
        """Send requests for their time; like every response, they are recorded in ResponseWatch."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                for _ in range(READINGS if self._check.is_wrong else 1):
                    await self._pacer.turn()
                    await self._bot.http.request(Route(*CHEAPEST))
        except NO_ANSWER as error:
            log.warning("could not ask Discord for the time", reason=str(error) or type(error).__name__)
        self._check.note_asked()


def seconds_passed() -> float:
    """Monotonic seconds; if the system supports it, including those in which the machine slept."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
