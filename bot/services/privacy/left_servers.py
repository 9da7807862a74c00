"""Servers that removed the bot: pause their clubs, keep their data for a while, then erase it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.core.privacy.left_servers import erased_from
from bot.core.shards.sharding import ALL_SHARDS
from bot.storage.privacy import left_servers as left_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from bot.core.shards.sharding import Shards
    from bot.services.clubs.service import ClubService
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


class LeftServers:
    """Each process answers for the servers of its own shards."""

    def __init__(
        self,
        database: Database,
        clubs: ClubService,
        now: Callable[[], datetime],
        shards: Shards = ALL_SHARDS,
    ) -> None:
        self._database = database
        self._clubs = clubs
        self._now = now
        self._shards = shards

    async def note_left(self, server_id: int) -> datetime | None:
        """The server removed the bot. Returns from when on its data is erased; None if nobody used the bot there."""
        async with self._database.read_transaction() as connection:
            is_in_use = server_id in await left_rows.servers_in_use(connection, self._shards)
            if server_id not in await left_rows.servers_with_data(connection, self._shards):
                return None
        left_at = await self._database.grouped(partial(self._note, server_id=server_id))
        await self._clubs.pause_all_of(server_id)
        return erased_from(left_at) if is_in_use else None

    async def _note(self, connection: AsyncConnection, server_id: int) -> datetime:
        noted = await left_rows.left_at(connection, server_id)
        if noted is None:
            await left_rows.note_left(connection, server_id, self._now())
        return noted or self._now()

    async def note_present(self, server_ids: Collection[int]) -> None:
        """The bot is in these servers, so nothing of theirs is erased. Their clubs stay paused."""
        async with self._database.read_transaction() as connection:
            back = (await left_rows.left_since(connection, self._shards)).keys() & set(server_ids)
        if back:
            await self._database.grouped(partial(left_rows.forget_left, server_ids=back))

    async def absent(self, present: Collection[int]) -> list[int]:
        """The servers with data that are not among the present ones, and not known to have removed the bot."""
        async with self._database.read_transaction() as connection:
            known = await left_rows.servers_with_data(connection, self._shards)
            noted = await left_rows.left_since(connection, self._shards)
        return sorted(known - set(present) - noted.keys())

    async def due(self) -> list[int]:
        """The servers whose data is to be erased now."""
        async with self._database.read_transaction() as connection:
            noted = await left_rows.left_since(connection, self._shards)
        return [server_id for server_id, left_at in noted.items() if erased_from(left_at) <= self._now()]

    async def erase_some_of(self, server_id: int) -> bool:
        """Erase some of the server's data in a short transaction. Returns whether there is more to erase."""
        async with self._database.write_transaction() as connection:
            left_at = await left_rows.left_at(connection, server_id)
            # It may have come back meanwhile.
            is_due = left_at is not None and erased_from(left_at) <= self._now()
            return is_due and await left_rows.erase_some_of(connection, server_id)

    async def note_erased(self, server_id: int) -> None:
        """Nothing of the server is left. Until this is noted, its erasure goes on after a crash."""
        await self._database.grouped(partial(left_rows.forget_left, server_ids=[server_id]))
