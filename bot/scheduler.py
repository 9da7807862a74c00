"""The alarm clock: one tick every few seconds. What is due is in the database, so a missed tick loses nothing.

APScheduler runs the jobs, and waits by the machine's clock: set back by an hour, that would hold up every tick for an
hour. So the beat comes from the event loop, whose seconds only go forward.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.delivery.ballots import Ballots
    from bot.delivery.courier import Courier
    from bot.services.week_ticks import Advanced, WeekTicks

TICK_S = 15
BREATH_S = 0.1
# Whatever the machine's clock says, the one has come and the other has not.
LONG_AGO, FAR_AHEAD = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
LAST_WORK_S = 5


class OnBeat(BaseTrigger):  # type: ignore[misc]
    """Nothing comes due by the clock: each beat says that it is."""

    def get_next_fire_time(self, _previous: datetime | None, _now: datetime) -> datetime:
        return FAR_AHEAD


class Scheduler:
    """Moves weeks on, counts polls, and wakes the courier. Beside that it does the `chores`, whatever Discord does.

    `is_clock_right` is asked before anything is done by the clock.
    """

    def __init__(
        self,
        is_ready: Callable[[], bool],
        week_ticks: WeekTicks,
        ballots: Ballots,
        courier: Courier,
        report_fault: Callable[..., str],
        *,
        chores: Sequence[Callable[[], Awaitable[object]]] = (),
        is_clock_right: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self._is_clock_right = is_clock_right
        self._is_ready = is_ready
        self._week_ticks = week_ticks
        self._ballots = ballots
        self._courier = courier
        self._report_fault = report_fault
        self._chores = chores
        self._alarm: AsyncIOScheduler | None = None
        self._next_beat: asyncio.TimerHandle | None = None
        self._ringing, self._planning, self._doing_chores = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._stopping = False

    async def start(self) -> None:
        """Tick from now on, until `stop`. A second call does nothing."""
        if self._alarm is None:
            self._alarm = AsyncIOScheduler(timezone=UTC)
            # A job of its own, so that no post waits for a backup. Each sees itself that it is not done twice at once.
            for job in (self._ring, self.do_chores):
                # However late a beat is, APScheduler must not leave it out.
                self._alarm.add_job(job, OnBeat(), coalesce=True, max_instances=2, misfire_grace_time=None)
            self._alarm.start()
            self._wait_for_beat()

    def _wait_for_beat(self) -> None:
        self._next_beat = asyncio.get_running_loop().call_later(TICK_S, self._beat)

    def _beat(self) -> None:
        if self._alarm is None:
            return
        self._wait_for_beat()
        for job in self._alarm.get_jobs():
            job.modify(next_run_time=LONG_AGO)

    async def stop(self) -> None:
        """No more ticks. What is under way comes to its next resting place, or is cut off: the database has it all."""
        if self._alarm is None:
            return
        alarm, self._alarm = self._alarm, None
        self._stopping = True
        if self._next_beat:
            self._next_beat.cancel()
        alarm.pause()
        under_way = [asyncio.create_task(lock.acquire()) for lock in (self._ringing, self._doing_chores)]
        await asyncio.wait(under_way, timeout=LAST_WORK_S)
        alarm.shutdown(wait=False)

    async def _ring(self) -> None:
        # A tick that takes long, as when thousands of clubs are due, does what the next ones would.
        if self._ringing.locked():
            # It may be waiting for Discord, for which no slot that comes meanwhile waits.
            await self._reported(self.plan(), during="planning")
            return
        async with self._ringing:
            await self._reported(self.tick(), during="tick")

    async def _reported(self, *work: Awaitable[object], during: str) -> None:
        """Do these at the same time; a fault in one is reported and ends no other."""
        for result in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(result, Exception):
                self._report_fault(result, during=during)

    async def do_chores(self) -> None:
        """One after the other; a fault in one is reported, and the next one is done all the same."""
        if self._doing_chores.locked():
            return
        async with self._doing_chores:
            for chore in self._chores:
                await self._reported(chore(), during="chores")

    async def tick(self) -> None:
        """Everything whose time has come. Nothing before Discord has told us of our servers, nor by a wrong clock.

        Slots come first. Clubs whose poll has ended are planned as soon as it is counted, and no other waits for that.
        """
        if not await self._may_act():
            return
        await self.plan()
        await self._reported(self._count_polls(), self._go_on(self._week_ticks.take_steps), during="tick")

    async def plan(self) -> None:
        """Fill the slots that have come."""
        if await self._may_act() and not self._planning.locked():
            async with self._planning:
                await self._go_on(self._week_ticks.plan)

    async def _may_act(self) -> bool:
        return self._is_ready() and (self._is_clock_right is None or await self._is_clock_right())

    async def _count_polls(self) -> None:
        await self._ballots.count_ended()
        async with self._planning:
            await self._go_on(self._week_ticks.plan)

    async def _go_on(self, advance: Callable[[], Awaitable[Advanced]]) -> None:
        advanced = await advance()
        while advanced.done and not self._stopping:
            # The first posts leave while later ones are still being planned.
            self._courier.wake()
            self._report(advanced)
            # Planning far ahead of sending gains nothing, and commands wait for the same writer.
            await asyncio.sleep(BREATH_S)
            advanced = await advance()
        self._report(advanced)
        self._courier.wake()

    def _report(self, advanced: Advanced) -> None:
        for fault in advanced.faults:
            self._report_fault(fault.error, **{fault.kind: fault.id})
