"""Erase a member when they ask for it, and see it through to the last message."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.shards.sharding import ALL_SHARDS
from bot.services.privacy.erasing import erase
from bot.services.privacy.progress import advance
from bot.storage.outbox import rows as outbox_rows
from bot.storage.privacy import erasures as erasure_rows
from bot.storage.privacy.counts import HeldCounts, counts_of
from bot.storage.privacy.member_rows import MemberRows, weeks_of
from bot.storage.privacy.record import erased_since, forget_due_again, members_due_again, note_erased
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.privacy.member_data import MemberScope
    from bot.services.members.leavers import Leavers
    from bot.storage.database import Database
    from bot.storage.privacy.erasures import Erasure

# Cleaning the files keeps others from writing for a moment, so it waits for a quiet one, but not for longer than this.
CLEANED_WITHIN = timedelta(hours=1)
# After a failure, for example a full disk.
CLEANED_AGAIN_AFTER = timedelta(hours=1)


async def _nothing() -> None:
    pass


class ErasureService:
    """An erasure is one transaction. What follows in Discord is repeated until it is done.

    `on_erased` runs after each, to keep the record of erased members where a restore does not replace it.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], leavers: Leavers) -> None:
        self._database = database
        self._now = now
        self._leavers = leavers
        self._cleans_from: datetime | None = None
        self._awaited: dict[MemberScope, asyncio.Future[None]] = {}
        self.on_erased: Callable[[], Awaitable[object]] = _nothing

    async def counts(self, scope: MemberScope) -> HeldCounts:
        """How much of the member there is to erase."""
        async with self._database.read_transaction() as connection:
            return await counts_of(connection, scope)

    async def erase(self, scope: MemberScope, *, keeps_reviews: bool, asked_at: datetime, shown_at: datetime) -> bool:
        """Erase the member, who pressed at `asked_at` what they were shown at `shown_at`.

        False if they have been erased since it was shown: what they wrote after that is kept.
        """
        await self._ask_who_left(scope)
        now = self._now()
        async with self._database.write_transaction() as connection:
            if await erased_since(connection, scope, shown_at):
                return False
            erasure = await erasure_rows.add_erasure(connection, scope, keeps_reviews=keeps_reviews, asked_at=asked_at)
            await note_erased(connection, scope, keeps_reviews=keeps_reviews, now=now)
            await erase(connection, erasure, now)
        await self.on_erased()
        return True

    async def erase_due_again(self) -> int:
        """After a restore: erase again who was erased before. Returns how many erasures that were."""
        now = self._now()
        async with self._database.read_transaction() as connection:
            is_due = bool(await members_due_again(connection))
        if not is_due:
            return 0
        async with self._database.write_transaction() as connection:
            due = await members_due_again(connection)
            for again in due:
                if again.scope:
                    erasure = await erasure_rows.add_erasure(
                        connection, again.scope, keeps_reviews=again.keeps_reviews, asked_at=now
                    )
                    await erase(connection, erasure, now)
                await forget_due_again(connection, again)
            return len(due)

    def over(self, scope: MemberScope) -> asyncio.Future[None]:
        """Done once the erasure of this scope, which is stored already, is over."""
        return self._awaited.setdefault(scope, asyncio.get_running_loop().create_future())

    async def user_of(self, erasure_id: int) -> int | None:
        """Whose messages the erasure changes; None once it is over."""
        async with self._database.read_transaction() as connection:
            return await erasure_rows.user_of(connection, erasure_id)

    async def go_on(self) -> None:
        """See to every erasure under way, and clean the database's files after the last one. An error in one erasure
        delays no other.
        """
        async with self._database.read_transaction() as connection:
            under_way = await erasure_rows.open_erasures(connection)
        results = [await self._attempt(erasure) for erasure in under_way]
        await self._tell_who_waits()
        await self._clean_when_quiet()
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _attempt(self, erasure: Erasure) -> BaseException | None:
        (result,) = await asyncio.gather(self._advance(erasure.id), return_exceptions=True)
        return result

    async def _advance(self, erasure_id: int) -> None:
        now = self._now()
        async with self._database.write_transaction() as connection:
            # Another process may have been faster.
            if erasure := await erasure_rows.locked_erasure(connection, erasure_id):
                await advance(connection, erasure, now)

    async def _tell_who_waits(self) -> None:
        """An erasure may also have gone with its server's data, or have been finished by another process."""
        # Who begins to wait during the query waits for an erasure that it may not see.
        if awaited := set(self._awaited):
            async with self._database.read_transaction() as connection:
                awaited -= {erasure.scope for erasure in await erasure_rows.open_erasures(connection)}
        for scope in awaited:
            self._awaited.pop(scope).set_result(None)

    async def _clean_when_quiet(self) -> None:
        now = self._now()
        async with self._database.read_transaction() as connection:
            ended = await erasure_rows.ended_erasures(connection)
            is_quiet = bool(ended) and not await outbox_rows.due_entries(connection, now, 1, ALL_SHARDS)
        is_late = any(abs(now - asked_at) >= CLEANED_WITHIN for asked_at in ended.values())
        if not (is_quiet or is_late) or self._is_too_soon(now):
            return
        self._cleans_from = now + CLEANED_AGAIN_AFTER
        await self._database.vacuum()
        self._cleans_from = None
        async with self._database.write_transaction() as connection:
            await erasure_rows.delete_erasures(connection, list(ended))

    def _is_too_soon(self, now: datetime) -> bool:
        due = self._cleans_from
        return due is not None and now < due <= now + CLEANED_AGAIN_AFTER

    async def _ask_who_left(self, scope: MemberScope) -> None:
        """Ask Discord about those who might be assigned what the member has to write. Who has left is stored."""
        async with self._database.read_transaction() as connection:
            week_ids = await weeks_of(connection, MemberRows(scope))
            weeks = (await week_rows.weeks_by_id(connection, week_ids)).values()
        for week in weeks:
            await self._leavers.before_giving_on(week, scope.user_id)
