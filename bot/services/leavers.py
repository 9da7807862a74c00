"""Who has left the server: asked for before their names are used, and now and then, since Discord does not tell."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from bot.core.sharding import ALL_SHARDS
from bot.core.weeks import WeekState
from bot.services.allocations import let_leavers_go
from bot.storage import clubs as club_rows
from bot.storage import leavers as leaver_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.sharding import Shards
    from bot.core.weeks import Week
    from bot.storage.database import Database

# Of the users (second argument) those who are in the server (first argument).
Present: TypeAlias = Callable[[int, Collection[int]], Awaitable[set[int]]]
# How long an answer counts: for what members press, and for what happens by itself.
PRESS_TRUSTS, STEP_TRUSTS = timedelta(minutes=10), timedelta(minutes=30)
# Weeks are looked at again after so long, ahead of their next step, and so many at a tick.
LONG_AGO = datetime.min.replace(tzinfo=UTC)
ROUND_EVERY, AHEAD, WEEKS_A_ROUND = timedelta(minutes=30), timedelta(minutes=30), 20
# A tick, and who pressed something, waits no longer than this; without an answer everybody counts as being there.
PATIENCE_S = 5
# So many servers are asked about at a time, and so many members are remembered.
AT_ONCE, REMEMBERED = 4, 50_000


async def everybody(_server_id: int, user_ids: Collection[int]) -> set[int]:
    """For as long as nobody can be asked."""
    return set(user_ids)


class Leavers:
    """Asks outside of any transaction. What it learns is stored, and for a while it does not ask for the same again."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now
        self._present: Present = everybody
        self._certainly: Present = everybody
        self._asked: dict[tuple[int, int], datetime] = {}
        self._looked_at: dict[int, datetime] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    def ask_with(self, present: Present, certainly: Present | None = None) -> None:
        """Ask so from now on. Who cannot be asked about is there for `present`, and is not for `certainly`."""
        self._present, self._certainly = present, certainly or present
        self._asked.clear()
        self._looked_at.clear()

    async def before_step(self, week: Week) -> frozenset[int]:
        """Who of the server has left, as far as known; whom the week's next message may name is asked about first."""
        async with self._database.reading() as connection:
            club = await club_rows.club_by_id(connection, week.club_id)
            users = await leaver_rows.taking_part(connection, week.id)
        return await self._known_after_asking(club.server_id, users, STEP_TRUSTS) if club else frozenset()

    async def before_giving_on(self, week: Week, user_id: int) -> frozenset[int]:
        """The same for a member's reviews that others are to take over: asked about are those who have some to write.

        Where the member has none, nothing is given on, and nobody is asked about.
        """
        if week.state is not WeekState.REVIEWING:
            return frozenset()
        async with self._database.reading() as connection:
            club = await club_rows.club_by_id(connection, week.club_id)
            users = await leaver_rows.reviewers_at_work(connection, week.id)
        if club is None or user_id not in users:
            return frozenset()
        return await self._known_after_asking(club.server_id, users, PRESS_TRUSTS)

    async def go_round(self, shards: Shards = ALL_SHARDS) -> None:
        """Ask about those with a review to write, and ahead of a week's next step; free what leavers had to write."""
        now = self._now()
        async with self._database.reading() as connection:
            weeks = await leaver_rows.weeks_to_look_at(connection, now + AHEAD, shards)
        self._looked_at = {week_id: self._looked_at[week_id] for week_id, *_ in weeks if week_id in self._looked_at}
        due = [week for week in weeks if now - self._looked_at.get(week[0], LONG_AGO) >= ROUND_EVERY]
        due.sort(key=lambda week: self._looked_at.get(week[0], LONG_AGO))
        began = monotonic()
        for week_id, server_id, state in due[:WEEKS_A_ROUND]:
            if monotonic() - began < PATIENCE_S:
                self._looked_at[week_id] = now
                await self._look_at(week_id, server_id, state)

    async def _look_at(self, week_id: int, server_id: int, state: WeekState) -> None:
        reviewing = state is WeekState.REVIEWING
        wanted = leaver_rows.reviewers_at_work if reviewing else leaver_rows.taking_part
        async with self._database.reading() as connection:
            users = await wanted(connection, week_id)
        gone = await self._known_after_asking(server_id, users, STEP_TRUSTS)
        if reviewing and gone & users:
            await self._database.grouped(partial(self._free, week_id=week_id))

    async def _free(self, connection: AsyncConnection, week_id: int) -> None:
        week = await week_rows.week_by_id(connection, week_id)
        club = await club_rows.club_by_id(connection, week.club_id) if week else None
        if week and club:
            await let_leavers_go(connection, club, week, self._now())

    async def _known_after_asking(self, server_id: int, user_ids: Collection[int], trust: timedelta) -> frozenset[int]:
        """The server's leavers, once those of the users have been asked about whose last answer is too old."""
        now = self._now()
        wanted = [user for user in sorted(user_ids) if now - self._asked.get((server_id, user), LONG_AGO) >= trust]
        if wanted and self._present is not everybody:
            self._remember(server_id, wanted, now)
            present: set[int] | None = None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S), self._turns:
                    present = await self._present(server_id, wanted)
            if present is not None:
                await self._note(server_id, set(wanted), present)
        async with self._database.reading() as connection:
            return await leaver_rows.leavers_of(connection, server_id)

    def _remember(self, server_id: int, user_ids: Collection[int], now: datetime) -> None:
        """That they were asked about, whatever comes of it: a failing Discord is not asked again and again."""
        if len(self._asked) + len(user_ids) > REMEMBERED:
            self._asked = {who: at for who, at in self._asked.items() if now - at < PRESS_TRUSTS}
        if len(self._asked) + len(user_ids) > REMEMBERED:
            self._asked.clear()
        self._asked |= {(server_id, user_id): now for user_id in user_ids}

    async def _note(self, server_id: int, asked: set[int], present: set[int]) -> None:
        """That several have all left at once is more likely no answer at all: then nothing is believed."""
        if len(asked) > 1 and not present:
            return
        async with self._database.reading() as connection:
            known = asked & await leaver_rows.leavers_of(connection, server_id)
        left, back = asked - present - known, known & present
        if back:
            back &= await self._certainly(server_id, back)
        if left or back:
            await self._database.grouped(partial(self._store, server_id=server_id, left=left, back=back))

    async def _store(self, connection: AsyncConnection, server_id: int, left: set[int], back: set[int]) -> None:
        await leaver_rows.forget_leavers(connection, server_id, left | back)
        if left:
            await leaver_rows.note_leavers(connection, server_id, left, self._now())
