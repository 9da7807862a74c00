"""The alarm clock: one tick every few seconds. What is due is in the database, so a missed tick loses nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.ballots import Ballots
    from bot.delivery.courier import Courier
    from bot.services.week_ticks import Advanced, WeekTicks

TICK_S = 15
BREATH_S = 0.1


class Scheduler:
    """Moves weeks on, counts polls, and wakes the courier."""

    def __init__(
        self,
        is_ready: Callable[[], bool],
        week_ticks: WeekTicks,
        ballots: Ballots,
        courier: Courier,
        report_fault: Callable[..., str],
    ) -> None:
        self._is_ready = is_ready
        self._week_ticks = week_ticks
        self._ballots = ballots
        self._courier = courier
        self._report_fault = report_fault
        self._alarm: AsyncIOScheduler | None = None
        self._ringing = asyncio.Lock()

    async def start(self) -> None:
        """Tick from now on. A second call does nothing."""
        if self._alarm is None:
            self._alarm = AsyncIOScheduler(timezone="UTC")
            self._alarm.add_job(self._ring, "interval", seconds=TICK_S, coalesce=True, max_instances=2)
            self._alarm.start()

    async def stop(self) -> None:
        """No more ticks; one that is under way goes on to its end."""
        if self._alarm is not None:
            self._alarm.shutdown(wait=False)
            self._alarm = None

    async def _ring(self) -> None:
        # A tick that takes long, as when thousands of clubs are due, does what the next ones would.
        if self._ringing.locked():
            return
        async with self._ringing:
            (result,) = await asyncio.gather(self.tick(), return_exceptions=True)
        if isinstance(result, Exception):
            self._report_fault(result, during="tick")

    async def tick(self) -> None:
        """Everything whose time has come. Nothing before Discord has told us of our servers."""
        if not self._is_ready():
            return
        advanced = await self._week_ticks.advance()
        while advanced.done:
            # The first posts leave while later ones are still being planned.
            self._courier.wake()
            self._report(advanced)
            # Planning far ahead of sending gains nothing, and commands wait for the same writer.
            await asyncio.sleep(BREATH_S)
            advanced = await self._week_ticks.advance()
        self._report(advanced)
        await self._ballots.count_ended()
        self._courier.wake()

    def _report(self, advanced: Advanced) -> None:
        for fault in advanced.faults:
            self._report_fault(fault)
