"""The year itself, from one due moment to the next: the bot ticks, members act, things go wrong."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, union_all

from benchmarks.year.leaving import Leaving
from benchmarks.year.ledger import Ledger, forget_interactions, forget_old
from benchmarks.year.members import Members, WeekUp
from benchmarks.year.scene import DAY, START, WEEK, Absences, Clock, StudyClub
from bot.settings import load_settings
from bot.storage.tables import clubs, outbox, polls, reviews, weeks
from bot.wiring import build_bot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncEngine

    from benchmarks.year.troubles import BadRow, Plan
    from bot.client import PaperClub
    from tests.support.loopback import Loopback

POST = re.compile(r"[0-9a-f]{8}-\d{6}-post")
ASSIGNED = re.compile(r"[0-9a-f]{8}-\d{6}-assignments(-.*)?")
# Retry what is due and wasn't done after this time; less often while a row is unreadable.
AGAIN, SELDOM = timedelta(minutes=10), timedelta(hours=2)
START_S, KEPT, REPORTED = 60, 40 * DAY, 4 * WEEK
UNSETTLED, LIVE = ("pending", "sending", "unknown", "posted"), ("pending", "sending", "unknown", "posted", "done")


class NoWait:
    """A pace for a Discord whose clock stops between two moments."""

    async def turn(self) -> None:
        await asyncio.sleep(0)

    def pause(self, seconds: float) -> None:
        """There are no limits here."""


@dataclass
class Play:
    """One year on one database."""

    url: str
    engine: AsyncEngine
    clock: Clock
    loopback: Loopback
    ledger: Ledger
    studied: Sequence[StudyClub]
    plan: Plan
    absences: Absences = field(default_factory=Absences)
    bot: PaperClub | None = None
    starts: int = 0
    moments: int = 0
    requests: int = 0
    _starting: asyncio.Task[None] | None = None
    _heard: int = 0
    _awaited: set[str] = field(default_factory=set)
    _allotted: set[int] = field(default_factory=set)
    _weeks: dict[int, WeekUp] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = self.loopback.world
        self.members = Members(world, self.absences)
        self.leaving = Leaving(world, self.engine, self.studied, self.absences, self.plan.end - WEEK)
        self.by_id = {club.id: club for club in self.studied}

    async def whole_year(self) -> None:
        began, told = perf_counter(), START + REPORTED
        await self._start()
        while self.clock.true < self.plan.end:
            await self._moment()
            self.clock.true = min(await self._next_moment(), self.plan.end)
            if self.clock.true >= told:
                told += REPORTED
                forget_old(self.loopback.world, (self.clock.true - KEPT).timestamp())
                seconds, said = perf_counter() - began, len(self.ledger.said)
                print(f"  until {self.clock.true:%Y-%m-%d}: {said:7,} messages, {seconds:6.0f} s", flush=True)
        await self._moment()
        await self._stop()

    async def _moment(self) -> None:
        self.moments += 1
        now = self.clock.true
        await self._start_and_end_failures(now)
        await self.leaving.go(now)
        if self.bot is None:
            return
        held = frozenset(row.club.id for row in self.plan.bad if row.span.holds(now))
        await self.members.act(self.bot, now, held)
        heard = -1
        while heard != len(self.ledger.said):
            # A step may be waiting for a message that was just sent.
            heard = len(self.ledger.said)
            await self.bot.scheduler.tick()
            await self.bot.outbox_worker.rest()
        await self._note_new_messages(now)
        self.requests += len(self.loopback.requests)
        self.loopback.requests.clear()
        if not self.bot._in_hand:  # noqa: SLF001 - some are listened to for minutes
            forget_interactions(self.loopback.world)

    # Failures

    async def _start_and_end_failures(self, now: datetime) -> None:
        """Start and end the failures that are due now."""
        if any(span.start == now for span in self.plan.away) and self.bot is not None:
            # In the middle of the work it has started.
            await self.bot.scheduler.tick()
            await self._stop()
        for row in self.plan.bad:
            await self._start_or_end(row, now)
        for span in self.plan.wrong:
            if now in {span.start, span.end}:
                self.clock.ahead = self.plan.ahead if now == span.start else timedelta(0)
                if self.plan.restarts and self.bot is not None:
                    await self._stop()
                    await self._start()
        if self.bot is None and not any(span.holds(now) for span in self.plan.away):
            await self._start()

    async def _start_or_end(self, row: BadRow, now: datetime) -> None:
        if now in {row.span.start, row.span.end}:
            async with self.engine.begin() as connection:
                await (row.put_in(connection) if now == row.span.start else row.put_right(connection))

    async def _start(self) -> None:
        self.bot = bot = build_bot(
            load_settings(_env_file=None, database_url=self.url, health_port=0),
            now=self.clock.machines,
            elapsed=self.clock.seconds,
            pace=NoWait(),
            ticking=False,
            guild_ready_timeout=0.05,
        )
        self.starts += 1
        self._starting = asyncio.create_task(bot.start("a.b.c"))
        async with asyncio.timeout(START_S):
            while not bot.is_ready():
                if self._starting.done():
                    await self._starting
                await asyncio.sleep(0.005)

    async def _stop(self) -> None:
        if self.bot is not None and self._starting is not None:
            await self.bot.close()
            await self._starting
        self.bot = None

    # What members see

    async def _note_new_messages(self, now: datetime) -> None:
        """Tell members about new posts and newly named reviewers."""
        new = [key for one in self.ledger.said[self._heard :] for key in one.keys]
        self._heard = len(self.ledger.said)
        self._awaited |= {key for key in new if POST.fullmatch(key)}
        if self._awaited:
            await self._meet(now)
        if assigned := [key for key in new if ASSIGNED.fullmatch(key)]:
            await self._allot(assigned, now)

    async def _meet(self, now: datetime) -> None:
        query = select(outbox.c.key, weeks).join(weeks, weeks.c.id == outbox.c.week_id)
        async with self.engine.connect() as connection:
            rows = (await connection.execute(query.where(outbox.c.key.in_(self._awaited)))).all()
        for row in rows:
            if row.thread_id is None:
                continue
            self._awaited.discard(row.key)
            channel_id = row.thread_id if row.is_forum else row.channel_id
            facts = (row.paper_key, row.message_id, channel_id, row.thread_id, row.logs_due)
            self._weeks[row.id] = week = WeekUp(row.id, self.by_id[row.club_id], row.key, *facts)
            self.members.meet(week, now)

    async def _allot(self, keys: list[str], now: datetime) -> None:
        open_ones = and_(reviews.c.week_id == outbox.c.week_id, reviews.c.state == "open")
        query = select(reviews.c.id, reviews.c.week_id, reviews.c.reviewer_id).join(outbox, open_ones)
        async with self.engine.connect() as connection:
            rows = (await connection.execute(query.where(outbox.c.key.in_(keys)))).all()
        for row in rows:
            if row.id not in self._allotted and row.week_id in self._weeks:
                self._allotted.add(row.id)
                self.members.allot(self._weeks[row.week_id], [(row.id, row.reviewer_id)], now)

    # What comes next

    async def _next_moment(self) -> datetime:
        """The next moment that anything waits for; soon if something is still due."""
        now = self.clock.true
        times = [moment for moment in self.plan.moments() if moment > now] + [self.plan.end]
        if leaves := self.leaving.next_at():
            times.append(leaves)
        if self.bot is not None:
            if action := self.members.next_at():
                times.append(action)
            async with self.engine.connect() as connection:
                if due := await connection.scalar(_ahead(now)):
                    times.append(due)
                if not self.clock.ahead and await connection.scalar(_overdue(now)):
                    lately = any(now - SELDOM < moment <= now for moment in self.plan.moments())
                    times.append(now + (AGAIN if lately else SELDOM))
        return max(min(times), now + timedelta(seconds=1))


def _ahead(now: datetime) -> Any:
    """The next slot, step, end of a poll, or earliest time for a message."""
    live = and_(outbox.c.state.in_(LIVE), outbox.c.not_before > now)
    times = union_all(
        select(func.min(clubs.c.next_due).label("at")).where(clubs.c.state == "active", clubs.c.next_due > now),
        select(func.min(weeks.c.next_step_at)).where(weeks.c.next_step_at > now),
        select(func.min(polls.c.closes_at)).where(polls.c.is_open, polls.c.closes_at > now),
        select(func.min(outbox.c.not_before)).where(live),
    ).subquery()
    return select(func.min(times.c.at))


def _overdue(now: datetime) -> Any:
    is_due = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    waiting = union_all(
        select(clubs.c.id).where(clubs.c.state == "active", clubs.c.next_due <= now),
        select(weeks.c.id).where(weeks.c.next_step_at <= now),
        select(outbox.c.id).where(outbox.c.state.in_(UNSETTLED), is_due),
    ).subquery()
    return select(waiting.c.id).limit(1)
