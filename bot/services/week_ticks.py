"""What happens to weeks by itself, at every tick: slots that have come, and steps of weeks under way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.sharding import ALL_SHARDS
from bot.services.mending import BY_ITSELF, mended
from bot.services.slots import fill_due_slots
from bot.services.steps import take_step
from bot.storage import clubs as club_rows
from bot.storage import polls as poll_rows
from bot.storage import weeks as week_rows
from bot.storage.errors import DatabaseAwayError
from bot.storage.misdated import misdated_clubs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.papers import Catalogue
    from bot.core.sharding import Shards
    from bot.core.weeks import Week
    from bot.services.leavers import Leavers
    from bot.storage.database import Database

# Commands and deliveries wait for the same writer, so that much is done in one go.
PART = 32
# What failed once will most likely fail again: it waits, so that it holds up nothing else.
AFTER_A_FAULT = timedelta(minutes=10)
# A club whose poll has ended waits for the count, but no longer than this: then its post is not even late.
COUNTED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with a club or a week of that id."""

    kind: str
    id: int
    error: Exception


@dataclass(frozen=True, slots=True)
class Advanced:
    """How much was looked at and need not be again, and what failed on the way."""

    done: int
    faults: tuple[Fault, ...]


class WeekTicks:
    """Moves every club's weeks on. One club's fault holds up no other, however many have one."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        leavers: Leavers,
        shards: Shards = ALL_SHARDS,
    ) -> None:
        self._shards = shards
        self._database = database
        self._catalogue = catalogue
        self._now = now
        self._leavers = leavers
        self._failed: dict[tuple[str, int], datetime] = {}
        self._waiting: set[tuple[str, int]] = set()
        self._uncounted: dict[int, datetime] = {}

    async def plan(self) -> Advanced:
        """Fill a part of the slots that have come; call again while something was done. Waits for no request."""
        now = self._now()
        return await self._do({"club", "misdated_club"}, await self._due_slots(now), now)

    async def take_steps(self) -> Advanced:
        """The same for steps of weeks under way, for which members may have to be looked up."""
        now = self._now()
        taken = await self._do({"week"}, await self._due_steps(now), now)
        if taken.done:
            return taken
        # No step waits for it.
        (looked,) = await asyncio.gather(self._leavers.go_round(self._shards), return_exceptions=True)
        if isinstance(looked, Exception):
            return Advanced(0, (*taken.faults, Fault("members", 0, looked)))
        return taken

    async def advance(self) -> Advanced:
        """Both, one after the other."""
        planned, taken = await self.plan(), await self.take_steps()
        return Advanced(planned.done + taken.done, planned.faults + taken.faults)

    async def _do(self, kinds: set[str], due: dict[tuple[str, int], Awaitable[bool]], now: datetime) -> Advanced:
        results = await asyncio.gather(*due.values(), return_exceptions=True)
        done = sum(self._is_settled(what, result, now) for what, result in zip(due, results, strict=True))
        if not done:
            # Once all were looked at, the next tick begins anew.
            self._waiting = {what for what in self._waiting if what[0] not in kinds}
        failed = [(what, result) for what, result in zip(due, results, strict=True) if isinstance(result, Exception)]
        return Advanced(done, tuple(Fault(*what, result) for what, result in failed))

    def _is_settled(self, what: tuple[str, int], result: bool | BaseException, now: datetime) -> bool:
        """Note what fails, and what has to wait, as for an answer of Discord's: it must not stand before the others."""
        if isinstance(result, DatabaseAwayError):
            # No fault of the club's: the next tick tries again.
            return False
        if isinstance(result, Exception):
            self._failed[what] = now + AFTER_A_FAULT
        elif result is False:
            self._waiting.add(what)
        return True

    def _aside(self, now: datetime) -> set[tuple[str, int]]:
        # A clock that was wrong must not put anything aside for longer.
        self._failed = {what: until for what, until in self._failed.items() if until - AFTER_A_FAULT <= now < until}
        return self._failed.keys() | self._waiting

    async def _due_slots(self, now: datetime) -> dict[tuple[str, int], Awaitable[bool]]:
        aside = self._aside(now)
        async with self._database.reading() as connection:
            clubs = await club_rows.due_clubs(connection, now, PART + len(aside) + len(self._uncounted), self._shards)
            voting = await poll_rows.clubs_with_ended_polls(connection, [club.id for club in clubs], now)
            misdated = await misdated_clubs(connection, now, BY_ITSELF, self._shards)
        held = self._held(voting, now)
        slots = [club.id for club in clubs if ("club", club.id) not in aside and club.id not in held]
        due: dict[tuple[str, int], Awaitable[bool]] = {
            ("club", club_id): self._database.grouped(partial(self._fill_slots, club_id=club_id, now=now))
            for club_id in slots[:PART]
        }
        return due | {
            ("misdated_club", club_id): self._database.grouped(partial(self._mend, club_id=club_id, now=now))
            for club_id in misdated
            if ("misdated_club", club_id) not in aside
        }

    def _held(self, voting: Collection[int], now: datetime) -> set[int]:
        """Clubs that wait until their poll is counted: what has won is what they read."""
        self._uncounted = {club_id: self._uncounted.get(club_id, now) for club_id in voting}
        return {club_id for club_id, since in self._uncounted.items() if abs(now - since) < COUNTED_WITHIN}

    async def _due_steps(self, now: datetime) -> dict[tuple[str, int], Awaitable[bool]]:
        aside = self._aside(now)
        async with self._database.reading() as connection:
            weeks = await week_rows.weeks_with_due_step(connection, now, PART + len(aside), self._shards)
        steps = [week for week in weeks if ("week", week.id) not in aside]
        return {("week", week.id): self._step(week, now) for week in steps[:PART]}

    async def _fill_slots(self, connection: AsyncConnection, club_id: int, now: datetime) -> bool:
        club = await club_rows.club_by_id(connection, club_id)
        # Another tick, or an organiser, may have been here meanwhile.
        if club is None or club.next_due is None or club.next_due > now:
            return False
        return await fill_due_slots(connection, club, now, self._catalogue)

    async def _mend(self, connection: AsyncConnection, club_id: int, now: datetime) -> bool:
        if club := await club_rows.club_by_id(connection, club_id):
            await mended(connection, club, now)
        # Once a tick is enough, whatever comes of it.
        return False

    async def _step(self, week: Week, now: datetime) -> bool:
        gone = await self._leavers.before_step(week)
        return await self._database.grouped(partial(self._take_step, week_id=week.id, now=now, gone=gone))

    async def _take_step(self, connection: AsyncConnection, week_id: int, now: datetime, gone: Collection[int]) -> bool:
        week = await week_rows.week_by_id(connection, week_id)
        if week is None or week.next_step is None or week.next_step_at is None or week.next_step_at > now:
            return False
        club = await club_rows.club_by_id(connection, week.club_id)
        if club is None or week.dates is None:
            return False
        return await take_step(connection, club, week, week.next_step, now, gone=gone)
