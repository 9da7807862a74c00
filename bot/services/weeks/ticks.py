"""What happens to weeks at every tick: due slots, and steps of current weeks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import DatabaseAwayError
from bot.core.shards.sharding import ALL_SHARDS
from bot.services.clubs.repairs import BY_ITSELF, repair_times
from bot.services.meetings.steps import take_meeting_step
from bot.services.polls.counting import count_ended_ballots
from bot.services.presences.asking import ask_who_was_there, meetings_to_ask
from bot.services.weeks.slots import fill_due_slots
from bot.services.weeks.steps import take_step
from bot.storage.clubs import rows as club_rows
from bot.storage.meetings import rows as meeting_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks.misdated import misdated_clubs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime

    from bot.core.meetings.session import SessionMeeting
    from bot.core.shards.sharding import Shards
    from bot.core.weeks.week import Week
    from bot.services.members.leavers import Leavers
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

# Commands and deliveries wait for the same writer, so limit the work done at once.
PART = 32
# What failed once will probably fail again: let it wait, so that it delays nothing else.
AFTER_A_FAULT = timedelta(minutes=10)
# After a poll ends, a club waits at most this long for the count; then its post isn't even late.
COUNTED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Fault:
    """An error with the club or week of that id."""

    kind: str
    id: int
    error: Exception


@dataclass(frozen=True, slots=True)
class TickResult:
    """What a part of a tick did: how many it handled that needn't be looked at again, and what failed."""

    done: int
    faults: tuple[Fault, ...]


class WeekTicks:
    """Advances every club's weeks. An error in one club, or in many, delays no other."""

    def __init__(
        self,
        database: Database,
        catalogs: Catalogs,
        now: Callable[[], datetime],
        leavers: Leavers,
        shards: Shards = ALL_SHARDS,
    ) -> None:
        self._shards = shards
        self._database = database
        self._catalogs = catalogs
        self._now = now
        self._leavers = leavers
        self._failed: dict[tuple[str, int], datetime] = {}
        self._waiting: set[tuple[str, int]] = set()
        self._uncounted: dict[int, datetime] = {}

    async def plan(self) -> TickResult:
        """Fill some of the due slots; call again while something was done. Makes no requests.

        Ranked polls are counted here too, since their ballots are stored: before the slot that reads the winner.
        """
        now = self._now()
        return await self._do({"club", "misdated_club", "voting_club"}, await self._due_slots(now), now)

    async def take_steps(self) -> TickResult:
        """The same for steps of current weeks, for which it may have to look up members."""
        now = self._now()
        taken = await self._do({"week", "meeting", "meeting_over"}, await self._due_steps(now), now)
        if taken.done:
            return taken
        # No step waits for this.
        (looked,) = await asyncio.gather(self._leavers.go_round(self._shards), return_exceptions=True)
        if isinstance(looked, Exception):
            return TickResult(0, (*taken.faults, Fault("members", 0, looked)))
        return taken

    async def advance(self) -> TickResult:
        """Both, one after the other."""
        planned, taken = await self.plan(), await self.take_steps()
        return TickResult(planned.done + taken.done, planned.faults + taken.faults)

    async def _do(self, kinds: set[str], due: dict[tuple[str, int], Awaitable[bool]], now: datetime) -> TickResult:
        results = await asyncio.gather(*due.values(), return_exceptions=True)
        done = sum(self._is_settled(what, result, now) for what, result in zip(due, results, strict=True))
        if not done:
            # After all were handled, the next tick starts again.
            self._waiting = {what for what in self._waiting if what[0] not in kinds}
        failed = [(what, result) for what, result in zip(due, results, strict=True) if isinstance(result, Exception)]
        return TickResult(done, tuple(Fault(*what, result) for what, result in failed))

    def _is_settled(self, what: tuple[str, int], result: bool | BaseException, now: datetime) -> bool:
        """Record what failed or has to wait (for example, for Discord's answer): it must not block the others."""
        if isinstance(result, DatabaseAwayError):
            # Not the club's fault: the next tick retries.
            return False
        if isinstance(result, Exception):
            self._failed[what] = now + AFTER_A_FAULT
        elif result is False:
            self._waiting.add(what)
        return True

    def _aside(self, now: datetime) -> set[tuple[str, int]]:
        # A wrong clock must not delay anything longer.
        self._failed = {what: until for what, until in self._failed.items() if until - AFTER_A_FAULT <= now < until}
        return self._failed.keys() | self._waiting

    async def _due_slots(self, now: datetime) -> dict[tuple[str, int], Awaitable[bool]]:
        aside = self._aside(now)
        async with self._database.read_transaction() as connection:
            clubs = await club_rows.due_clubs(connection, now, PART + len(aside) + len(self._uncounted), self._shards)
            voting = await poll_rows.clubs_with_ended_polls(connection, [club.id for club in clubs], now)
            misdated = await misdated_clubs(connection, now, BY_ITSELF, self._shards)
            voted = await poll_rows.clubs_with_ended_ballots(connection, now, self._shards)
        held = self._held(voting, now)
        slots = [club.id for club in clubs if ("club", club.id) not in aside and club.id not in held]
        due: dict[tuple[str, int], Awaitable[bool]] = {
            ("club", club_id): self._database.grouped(partial(self._fill_slots, club_id=club_id, now=now))
            for club_id in slots[:PART]
        }
        others = {"misdated_club": (self._repair, misdated), "voting_club": (self._count_ballots, voted[:PART])}
        return due | {
            (kind, club_id): self._database.grouped(partial(handle, club_id=club_id, now=now))
            for kind, (handle, club_ids) in others.items()
            for club_id in club_ids
            if (kind, club_id) not in aside
        }

    def _held(self, voting: Collection[int], now: datetime) -> set[int]:
        """Clubs that wait until their poll is counted, because they read the winner."""
        self._uncounted = {club_id: self._uncounted.get(club_id, now) for club_id in voting}
        return {club_id for club_id, since in self._uncounted.items() if abs(now - since) < COUNTED_WITHIN}

    def wait_longer(self, club_ids: Collection[int]) -> None:
        """Start these clubs' wait anew: Discord can't be reached to count their polls, nor to send their posts."""
        now = self._now()
        self._uncounted |= {club_id: now for club_id in club_ids if club_id in self._uncounted}

    async def _due_steps(self, now: datetime) -> dict[tuple[str, int], Awaitable[bool]]:
        aside = self._aside(now)
        async with self._database.read_transaction() as connection:
            weeks = await week_rows.weeks_with_due_step(connection, now, PART + len(aside), self._shards)
            meetings = await meeting_rows.due_meetings(connection, now, PART + len(aside), self._shards)
            met = await meetings_to_ask(connection, now, PART + len(aside), self._shards)
        steps = [week for week in weeks if ("week", week.id) not in aside]
        held = [meeting for meeting in meetings if ("meeting", meeting.id) not in aside]
        questions = [meeting_id for meeting_id in met if ("meeting_over", meeting_id) not in aside]
        due: dict[tuple[str, int], Awaitable[bool]] = {
            ("meeting", meeting.id): self._meeting_step(meeting, now) for meeting in held[:PART]
        }
        due |= {
            ("meeting_over", one): self._database.grouped(partial(ask_who_was_there, meeting_id=one, now=now))
            for one in questions[:PART]
        }
        return due | {("week", week.id): self._step(week, now) for week in steps[:PART]}

    async def _fill_slots(self, connection: AsyncConnection, club_id: int, now: datetime) -> bool:
        club = await club_rows.club_by_id(connection, club_id)
        # Another tick or an organizer may have been faster.
        if club is None or club.next_due is None or club.next_due > now:
            return False
        await count_ended_ballots(connection, club, now)
        catalog = await self._catalogs.of(connection, club.server_id)
        return await fill_due_slots(connection, club, now, catalog)

    async def _count_ballots(self, connection: AsyncConnection, club_id: int, now: datetime) -> bool:
        club = await club_rows.club_by_id(connection, club_id)
        return club is not None and await count_ended_ballots(connection, club, now)

    async def _repair(self, connection: AsyncConnection, club_id: int, now: datetime) -> bool:
        if club := await club_rows.club_by_id(connection, club_id):
            await repair_times(connection, club, now)
        # Once per tick is enough, whatever the result.
        return False

    async def _step(self, week: Week, now: datetime) -> bool:
        gone = await self._leavers.before_step(week)
        return await self._database.grouped(partial(self._take_step, week_id=week.id, now=now, gone=gone))

    async def _meeting_step(self, meeting: SessionMeeting, now: datetime) -> bool:
        async with self._database.read_transaction() as connection:
            week = await week_rows.week_by_id(connection, meeting.week_id) if meeting.week_id else None
        gone = await self._leavers.before_step(week) if week else frozenset[int]()
        return await self._database.grouped(partial(take_meeting_step, meeting_id=meeting.id, now=now, gone=gone))

    async def _take_step(self, connection: AsyncConnection, week_id: int, now: datetime, gone: Collection[int]) -> bool:
        week = await week_rows.week_by_id(connection, week_id)
        if week is None or week.next_step is None or week.next_step_at is None or week.next_step_at > now:
            return False
        club = await club_rows.club_by_id(connection, week.club_id)
        if club is None:
            return False
        return await take_step(connection, club, week, week.next_step, now, gone=gone)
