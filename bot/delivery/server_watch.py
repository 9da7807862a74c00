"""Notices servers that remove the bot or take it back, also while it was offline, and erases what is due."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.shards.sharding import shard_of
from bot.delivery.unanswered import NO_ANSWER
from bot.storage.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime

    from bot.delivery.pacing import Pace
    from bot.services.privacy.left_servers import LeftServers

log = structlog.stdlib.get_logger(__name__)

ANSWER_S = 10
# Between two transactions of an erasure, so that it holds nobody up.
BREATH_S = 0.1


class ServerWatch:
    """A server counts as left only if Discord says so: either it reports the removal, or the server is missing in the
    list that Discord sends for each shard, and Discord then refuses to show it.

    `page_for_owner` words the message to the owner of a server, from its name and the date of the erasure.
    `is_clock_right` keeps a wrong clock from erasing anything. `clean` removes what the erased rows leave in the
    database's files.
    """

    def __init__(
        self,
        bot: discord.AutoShardedClient,
        left_servers: LeftServers,
        pacer: Pace,
        page_for_owner: Callable[[str, datetime], discord.ui.LayoutView],
        is_clock_right: Callable[[], Awaitable[bool]],
        *,
        clean: Callable[[], Awaitable[object]],
    ) -> None:
        self._bot = bot
        self._left_servers = left_servers
        self._pacer = pacer
        self._page_for_owner = page_for_owner
        self._is_clock_right = is_clock_right
        self._clean = clean
        self._present: set[int] = set()
        self._has_new_list = False

    def note_list(self, shard_id: int, shard_count: int, server_ids: Collection[int]) -> None:
        """Discord's list of all servers of a shard, also those with an outage, at the start of each session."""
        others = {server for server in self._present if shard_of(server, shard_count) != shard_id}
        self._present = others | set(server_ids)
        self._has_new_list = True

    async def note_joined(self, server_id: int) -> None:
        self._present.add(server_id)
        await self._left_servers.note_present([server_id])

    async def note_removed(self, server: discord.Guild) -> None:
        """The server removed the bot. Its owner is told, if Discord lets the bot write to them."""
        self._present.discard(server.id)
        erased_from = await self._left_servers.note_left(server.id)
        if erased_from and server.owner_id:
            await self._tell(server.owner_id, self._page_for_owner(server.name, erased_from))

    async def look(self) -> None:
        """Compare Discord's list with the servers that have data, and erase what is due.

        A chore: it only acts while the bot is connected, and may be cut off at any point.
        """
        if not (self._bot.is_ready() and await self._is_clock_right()):
            return
        if self._has_new_list:
            self._has_new_list = False
            await self._left_servers.note_present(self._present)
            for server_id in await self._left_servers.absent(self._present):
                is_in = await self._is_in(server_id)
                if is_in is None:
                    # Ask again at the next chore.
                    self._has_new_list = True
                    break
                if not is_in:
                    await self._left_servers.note_left(server_id)
        for server_id in await self._left_servers.due():
            await self._erase(server_id)

    async def _erase(self, server_id: int) -> None:
        is_in = server_id in self._present or await self._is_in(server_id)
        if is_in is None:
            return
        if is_in:
            await self._left_servers.note_present([server_id])
            return
        has_more = True
        while has_more:
            has_more = await self._left_servers.erase_some_of(server_id)
            await asyncio.sleep(BREATH_S)
        try:
            await self._clean()
        except DatabaseError as error:
            # For example, a reader holds on to the log. The next chore tries again.
            log.warning("the database could not be cleaned yet", reason=str(error))
            return
        await self._left_servers.note_erased(server_id)
        log.info("erased the data of a server that removed the bot")

    async def _is_in(self, server_id: int) -> bool | None:
        """Whether Discord shows the server to the bot; None if it doesn't answer."""
        await self._pacer.turn()
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._bot.fetch_guild(server_id, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            return False
        except NO_ANSWER:
            return None
        return True

    async def _tell(self, owner_id: int, message: discord.ui.LayoutView) -> None:
        """One try: Discord usually refuses messages between users who share no server."""
        await self._pacer.turn()
        try:
            async with asyncio.timeout(ANSWER_S):
                channel = await self._bot.create_dm(discord.Object(owner_id))
                await channel.send(view=message)
        except NO_ANSWER as error:
            log.info("the owner of a server that removed the bot could not be told", reason=type(error).__name__)
