"""Once a day: delete what is old and no longer needed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.core.calendar_files.address import KEPT_WITHOUT_ACCESS
from bot.core.catalog.previews import KEPT
from bot.core.shards.sharding import ALL_SHARDS
from bot.storage.calendar_files.rows import delete_hidden_feeds
from bot.storage.catalog.pruning import delete_old_previews, delete_old_suggestions
from bot.storage.outbox.figures import outbox_figures
from bot.storage.privacy import pruning as prune_rows
from bot.storage.providers.rows import delete_old_answers
from bot.storage.schedules.previews import delete_old_previews as delete_old_schedules

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.privacy.retention import Retention
    from bot.core.shards.sharding import Shards
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

log = structlog.stdlib.get_logger(__name__)

EVERY = timedelta(days=1)
# Between two batches, so that it holds nobody up.
BREATH_S = 0.1


class AnotherPrunesError(Exception):
    """Another process is pruning the same database."""


class Pruning:
    """Every batch is a transaction of its own, and nothing depends on the order: it may be cut off at any point.

    It waits for a moment when nothing is due, but not for longer than a day. `is_clock_right` keeps a wrong clock from
    deleting new rows.
    """

    def __init__(
        self,
        database: Database,
        keep: Retention,
        now: Callable[[], datetime],
        is_clock_right: Callable[[], Awaitable[bool]],
        shards: Shards = ALL_SHARDS,
    ) -> None:
        self._database = database
        self._keep = keep
        self._now = now
        self._is_clock_right = is_clock_right
        self._shards = shards
        self._next_at: datetime | None = None

    async def prune_if_due(self) -> None:
        """A chore: does nothing if it was done in the last day, or while messages are due."""
        now = self._now()
        if self._next_at is None:
            self._next_at = now
        if now < self._next_at <= now + EVERY or not await self._is_clock_right():
            return
        if await self._is_busy() and now < self._next_at + EVERY:
            return
        try:
            deleted = await self.prune()
        except AnotherPrunesError:
            return
        self._next_at = now + EVERY
        if deleted:
            log.info("deleted what is old and no longer needed", rows=deleted)

    async def prune(self) -> int:
        """Delete all that may go now. Returns how many rows. Raises AnotherPrunesError."""
        now, deleted = self._now(), 0
        ended_before = self._keep.ended_before(now)
        ids = await self._old_entries(ended_before, after=0)
        while ids:
            deleted += await self._in_batch(partial(prune_rows.delete_entries, ids=ids))
            ids = await self._old_entries(ended_before, after=ids[-1])
        for delete_some in (
            partial(prune_rows.delete_old_drafts, typed_before=self._keep.drafted_before(now)),
            partial(prune_rows.delete_old_freed, ended_before=ended_before),
            partial(prune_rows.delete_withdrawn_takeaways, now=now),
            partial(prune_rows.delete_old_leavers, now=now),
            partial(delete_hidden_feeds, hidden_before=now - KEPT_WITHOUT_ACCESS),
            partial(delete_old_answers, now=now),
            partial(delete_old_schedules, now=now, kept=KEPT),
            partial(delete_old_previews, now=now),
            partial(delete_old_suggestions, now=now),
        ):
            while count := await self._in_batch(delete_some):
                deleted += count
        return deleted

    async def _old_entries(self, ended_before: datetime, *, after: int) -> list[int]:
        async with self._database.read_transaction() as connection:
            return await prune_rows.old_entries(connection, ended_before, self._shards, after=after)

    async def _in_batch(self, delete_some: Callable[[AsyncConnection], Awaitable[int]]) -> int:
        async with self._database.write_transaction() as connection:
            if not await prune_rows.is_alone(connection):
                raise AnotherPrunesError
            count = await delete_some(connection)
        await asyncio.sleep(BREATH_S)
        return count

    async def _is_busy(self) -> bool:
        async with self._database.read_transaction() as connection:
            return (await outbox_figures(connection, self._now(), self._shards)).due > 0
