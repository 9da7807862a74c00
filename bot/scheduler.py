"""The scheduler: one tick every few seconds. The database knows what is due, so a missed tick loses nothing.

APScheduler runs the jobs, but it waits by the machine's clock: setting that back an hour would delay every tick by an
hour. So the event loop, whose clock is monotonic, triggers them.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.delivery.native_polls import NativePolls
    from bot.delivery.outbox_worker import OutboxWorker
    from bot.services.weeks.ticks import TickResult, WeekTicks

TICK_S = 15
BREATH_S = 0.1
# By any clock, the first is past and the second is in the future.
LONG_AGO, FAR_AHEAD = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
LAST_WORK_S = 5


class OnBeat(BaseTrigger):  # type: ignore[misc]
    """A trigger that never fires by the clock: each beat makes the jobs due."""

    def get_next_fire_time(self, _previous: datetime | None, _now: datetime) -> datetime:
        return FAR_AHEAD


class Scheduler:
    """Advances weeks, counts polls, and wakes the outbox worker.

    It also does the `chores`, even while Discord is unreachable. `further` features take their steps at each tick, as
    weeks do.

    It checks `is_clock_right` before it does anything that depends on the clock.
    """

    def __init__(
        self,
        is_ready: Callable[[], bool],
        week_ticks: WeekTicks,
        native_polls: NativePolls,
        outbox_worker: OutboxWorker,
        report_fault: Callable[..., str],
        *,
        chores: Sequence[Callable[[], Awaitable[object]]] = (),
        is_clock_right: Callable[[], Awaitable[bool]] | None = None,
        further: Sequence[Callable[[], Awaitable[TickResult]]] = (),
    ) -> None:
        self._is_clock_right = is_clock_right
        self.further = list(further)
        self.is_ready = is_ready
        self._week_ticks = week_ticks
        self._native_polls = native_polls
        self._outbox_worker = outbox_worker
        self.report_fault = report_fault
        self.chores = chores
        self.apscheduler: AsyncIOScheduler | None = None
        self._next_beat: asyncio.TimerHandle | None = None
        self._ticking, self._planning, self._doing_chores = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._stopping = False

    async def start(self) -> None:
        """Tick until `stop`. A second call does nothing."""
        if self.apscheduler is None:
            self.apscheduler = AsyncIOScheduler(timezone=UTC)
            # Separate jobs, so that no post waits for a backup. Each prevents overlapping runs itself.
            for job in (self.run_tick, self.do_chores):
                # APScheduler must not skip a beat, however late it is.
                self.apscheduler.add_job(job, OnBeat(), coalesce=True, max_instances=2, misfire_grace_time=None)
            self.apscheduler.start()
            self._wait_for_beat()

    def _wait_for_beat(self) -> None:
        self._next_beat = asyncio.get_running_loop().call_later(TICK_S, self._beat)

    def _beat(self) -> None:
        if self.apscheduler is None:
            return
        self._wait_for_beat()
        for job in self.apscheduler.get_jobs():
            job.modify(next_run_time=LONG_AGO)

    async def stop(self) -> None:
        """Stop ticking. Work in flight reaches its next safe point or is cut off: the database has everything."""
        if self.apscheduler is None:
            return
        apscheduler, self.apscheduler = self.apscheduler, None
        self._stopping = True
        if self._next_beat:
            self._next_beat.cancel()
        apscheduler.pause()
        under_way = [asyncio.create_task(lock.acquire()) for lock in (self._ticking, self._doing_chores)]
        await asyncio.wait(under_way, timeout=LAST_WORK_S)
        apscheduler.shutdown(wait=False)

    async def run_tick(self) -> None:
        """Do one tick. A long one, for example with thousands of clubs due, also does the work of the next ones."""
        if self._ticking.locked():
            # It may be waiting for Discord, which must not delay slots that come due meanwhile.
            await self._reported(self.plan(), during="planning")
            return
        async with self._ticking:
            await self._reported(self.tick(), during="tick")

    async def _reported(self, *work: Awaitable[object], during: str) -> None:
        """Run these concurrently; an error in one is reported and doesn't stop the others."""
        for result in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(result, Exception):
                self.report_fault(result, during=during)

    async def do_chores(self) -> None:
        """Run the chores one after another; an error in one is reported and doesn't stop the next."""
        if self._doing_chores.locked():
            return
        async with self._doing_chores:
            for chore in self.chores:
                await self._reported(chore(), during="chores")

    async def tick(self) -> None:
        """Do everything that is due, unless Discord hasn't sent our servers yet or the clock is wrong.

        Slots come first. Clubs whose poll has ended are planned as soon as it is counted; no other club waits for that.
        """
        if not await self._may_act():
            return
        await self.plan()
        advancing = (self._week_ticks.take_steps, *self.further)
        await self._reported(self._count_polls(), *map(self._go_on, advancing), during="tick")

    async def plan(self) -> None:
        """Plan the slots that are due."""
        if await self._may_act() and not self._planning.locked():
            async with self._planning:
                await self._go_on(self._week_ticks.plan)

    async def _may_act(self) -> bool:
        return self.is_ready() and (self._is_clock_right is None or await self._is_clock_right())

    async def _count_polls(self) -> None:
        if not await self._native_polls.count_ended():
            return
        self._week_ticks.wait_longer(self._native_polls.unreached)
        async with self._planning:
            await self._go_on(self._week_ticks.plan)

    async def _go_on(self, advance: Callable[[], Awaitable[TickResult]]) -> None:
        result = await advance()
        while result.done and not self._stopping:
            # Send the first posts while later ones are still being planned.
            self._outbox_worker.wake()
            self._report(result)
            # Planning far ahead of sending gains nothing, and commands need the same writer.
            await asyncio.sleep(BREATH_S)
            result = await advance()
        self._report(result)
        self._outbox_worker.wake()

    def _report(self, result: TickResult) -> None:
        for fault in result.faults:
            self.report_fault(fault.error, **{fault.kind: fault.id})
