"""Who has left the server? The bot asks before it uses members' names, and regularly, because Discord doesn't say."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.core.privacy.member_data import is_erased
from bot.core.shards.sharding import ALL_SHARDS
from bot.core.weeks.week import WeekState
from bot.services.reviews.allocations import reassign_reviews_of_leavers
from bot.storage.calendar_files import rows as calendar_rows
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from bot.core.shards.sharding import Shards
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

# Returns which of the users (second argument) are in the server (first argument).
Present: TypeAlias = Callable[[int, Collection[int]], Awaitable[set[int]]]
# How long an answer is valid: for presses by members, and for background work.
PRESS_TRUSTS, STEP_TRUSTS = timedelta(minutes=10), timedelta(minutes=30)
# Check weeks again after this time, this long before their next step, and at most this many per tick.
LONG_AGO = datetime.min.replace(tzinfo=UTC)
ROUND_EVERY, AHEAD, WEEKS_A_ROUND = timedelta(minutes=30), timedelta(minutes=30), 20
# A session with an older slot has begun.
HOSTED_WITHIN = timedelta(days=16)
# Ticks and presses wait no longer than this; without an answer everyone counts as present.
PATIENCE_S = 5
# Ask about this many servers at a time, and remember this many members.
AT_ONCE, REMEMBERED = 4, 50_000
NOBODY: frozenset[int] = frozenset()


class PresenceAnswer(NamedTuple):
    """Whom we asked about in a server, and who of them is there."""

    server_id: int
    asked: set[int]
    present: set[int]


async def everybody(_server_id: int, user_ids: Collection[int]) -> set[int]:
    """Used while nobody can be asked."""
    return set(user_ids)


class Leavers:
    """Asks outside of transactions. It stores what it learns, and doesn't repeat a question for a while."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now
        self._present: Present = everybody
        self._certainly: Present = everybody
        self._asked: dict[tuple[int, int], datetime] = {}
        self._weeks_asked_at: dict[int, datetime] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    def ask_with(self, present: Present, certainly: Present | None = None) -> None:
        """Set the functions to ask with. Someone who can't be asked about counts as present in `present`, not in
        `certainly`.
        """
        self._present, self._certainly = present, certainly or present
        self._asked.clear()
        self._weeks_asked_at.clear()

    async def before_step(self, week: Week) -> frozenset[int]:
        """Who is known to have left the server; first asks about everyone the week's next message may name."""
        async with self._database.read_transaction() as connection:
            club = await club_rows.club_by_id(connection, week.club_id)
            users = await leaver_rows.taking_part(connection, [week.id])
        if club is None:
            return frozenset()
        return await self._known_after_asking(club.server_id, users.get(week.id, NOBODY), STEP_TRUSTS)

    async def before_giving_on(self, week: Week, user_id: int) -> frozenset[int]:
        """Do the same before a member's reviews go to others: ask about those who have reviews to write.

        If the member has none, nothing is reassigned and the bot asks about nobody.
        """
        if week.state is not WeekState.REVIEWING:
            return frozenset()
        async with self._database.read_transaction() as connection:
            club = await club_rows.club_by_id(connection, week.club_id)
            found = await leaver_rows.reviewers_at_work(connection, [week.id])
        users = found.get(week.id, NOBODY)
        if club is None or user_id not in users:
            return frozenset()
        return await self._known_after_asking(club.server_id, users, PRESS_TRUSTS)

    async def among(self, server_id: int, user_ids: frozenset[int]) -> frozenset[int]:
        """Who of these members has left the server, after asking about them."""
        if not user_ids:
            return NOBODY
        return user_ids & await self._known_after_asking(server_id, user_ids, STEP_TRUSTS)

    async def go_round(self, shards: Shards = ALL_SHARDS) -> None:
        """Ask about members with a review to write, before a week's post or step, and about hosts of sessions ahead.

        Free the leavers' reviews. Their sessions are free at the next tick.
        """
        now = self._now()
        async with self._database.read_transaction() as connection:
            weeks = await leaver_rows.weeks_to_look_at(connection, now + AHEAD, shards)
            signed_up = await sign_up_rows.signed_up_before(connection, now + AHEAD, shards)
            hosts = await host_rows.members_ahead(connection, (now - HOSTED_WITHIN).date(), shards)
        self._weeks_asked_at = {
            week_id: self._weeks_asked_at[week_id] for week_id, *_ in weeks if week_id in self._weeks_asked_at
        }
        due = [week for week in weeks if now - self._weeks_asked_at.get(week[0], LONG_AGO) >= ROUND_EVERY]
        due.sort(key=lambda week: self._weeks_asked_at.get(week[0], LONG_AGO))
        await self._look_at(due[:WEEKS_A_ROUND], now)
        for server_id, users in [*list(signed_up.items())[:WEEKS_A_ROUND], *self._in_turn(hosts, now)]:
            await self._note(await self._answers(server_id, users, STEP_TRUSTS))

    def _in_turn(self, hosts: Mapping[int, frozenset[int]], now: datetime) -> list[tuple[int, frozenset[int]]]:
        """The hosts of some of the servers: those about which we asked longest ago, and not lately."""

        def asked_at(server_id: int) -> datetime:
            return min(self._asked.get((server_id, user), LONG_AGO) for user in hosts[server_id])

        due = [server_id for server_id in hosts if now - asked_at(server_id) >= ROUND_EVERY]
        return [(server_id, hosts[server_id]) for server_id in sorted(due, key=asked_at)[:WEEKS_A_ROUND]]

    async def _look_at(self, weeks: Collection[tuple[int, int, WeekState]], now: datetime) -> None:
        """Only the requests are made per week: a round must cost little if nobody has left."""
        reviewing = [week_id for week_id, _, state in weeks if state is WeekState.REVIEWING]
        stepping = [week_id for week_id, _, state in weeks if state is not WeekState.REVIEWING]
        async with self._database.read_transaction() as connection:
            users = await leaver_rows.reviewers_at_work(connection, reviewing) if reviewing else {}
            users |= await leaver_rows.taking_part(connection, stepping) if stepping else {}
        began, answers = monotonic(), list[PresenceAnswer]()
        try:
            for week_id, server_id, _ in weeks:
                if monotonic() - began < PATIENCE_S:
                    self._weeks_asked_at[week_id] = now
                    answers += await self._answers(server_id, users.get(week_id, NOBODY), STEP_TRUSTS)
        finally:
            await self._note(answers)
        if not reviewing:
            return
        async with self._database.read_transaction() as connection:
            gone = await leaver_rows.weeks_with_leavers(connection, reviewing)
        for week_id in gone:
            if gone[week_id] & users.get(week_id, NOBODY):
                await self._database.grouped(partial(self._free, week_id=week_id))

    async def _free(self, connection: AsyncConnection, week_id: int) -> None:
        week = await week_rows.week_by_id(connection, week_id)
        club = await club_rows.club_by_id(connection, week.club_id) if week else None
        if week and club:
            await reassign_reviews_of_leavers(connection, club, week, self._now())

    async def _known_after_asking(self, server_id: int, user_ids: Collection[int], trust: timedelta) -> frozenset[int]:
        """The server's leavers, after asking about those of the users whose last answer is too old."""
        await self._note(await self._answers(server_id, user_ids, trust))
        async with self._database.read_transaction() as connection:
            return await leaver_rows.leavers_of(connection, server_id)

    async def _answers(self, server_id: int, user_ids: Collection[int], trust: timedelta) -> list[PresenceAnswer]:
        """Ask about those of the users whose last answer is too old. Empty if nobody is left or nobody answers."""
        now = self._now()
        known = [user for user in sorted(user_ids) if not is_erased(user)]
        wanted = [user for user in known if now - self._asked.get((server_id, user), LONG_AGO) >= trust]
        if wanted and self._present is not everybody:
            self._remember(server_id, wanted, now)
            present: set[int] | None = None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S), self._turns:
                    present = await self._present(server_id, wanted)
            if present is not None:
                return [PresenceAnswer(server_id, set(wanted), present)]
        return []

    def _remember(self, server_id: int, user_ids: Collection[int], now: datetime) -> None:
        """Record that we asked, whatever the result, so that we don't ask a failing Discord again and again."""
        if len(self._asked) + len(user_ids) > REMEMBERED:
            self._asked = {who: at for who, at in self._asked.items() if now - at < PRESS_TRUSTS}
        if len(self._asked) + len(user_ids) > REMEMBERED:
            self._asked.clear()
        self._asked |= {(server_id, user_id): now for user_id in user_ids}

    async def _note(self, answers: Sequence[PresenceAnswer]) -> None:
        """If several members all seem to have left at once, Discord probably failed: believe nothing."""
        believed = [answer for answer in answers if answer.present or len(answer.asked) == 1]
        if not believed:
            return
        async with self._database.read_transaction() as connection:
            leavers = await leaver_rows.leavers_by_server(connection, [answer.server_id for answer in believed])
        for answer in believed:
            known = answer.asked & leavers.get(answer.server_id, NOBODY)
            left, back = answer.asked - answer.present - known, known & answer.present
            if back:
                back &= await self._certainly(answer.server_id, back)
            if left or back:
                await self._database.grouped(partial(self._store, server_id=answer.server_id, left=left, back=back))

    async def _store(self, connection: AsyncConnection, server_id: int, left: set[int], back: set[int]) -> None:
        await leaver_rows.forget_leavers(connection, server_id, left | back)
        if left:
            await leaver_rows.note_leavers(connection, server_id, left, self._now())
            await calendar_rows.delete_feeds_of_leavers(connection, server_id, left)
        # If one of them hosts a session, somebody else is asked.
        await host_rows.look_at_server(connection, server_id, self._now())
