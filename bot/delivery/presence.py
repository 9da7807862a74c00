"""Who is still in a server. Without the members intent Discord does not tell who leaves, so it is asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.delivery.pacing import Pace

# A week's step waits for the answers, and all clubs' with it.
PATIENCE_S = 30
# So many questions are under way at once: posts take turns with them.
AT_ONCE = 4


class Presence:
    """Asks for members in the bot's own pace."""

    def __init__(self, bot: discord.Client, pacer: Pace) -> None:
        self._bot = bot
        self._pacer = pacer

    async def of(self, server_id: int, user_ids: Iterable[int]) -> set[int]:
        """Those of the users who are in the server; whoever cannot be asked about now, or in time, is taken to be."""
        present, server = set(user_ids), self._bot.get_guild(server_id)
        if server is None or not present:
            return present
        free, gone = asyncio.Semaphore(AT_ONCE), set[int]()

        async def ask(user_id: int) -> None:
            async with free:
                if await self._has_left(server, user_id):
                    gone.add(user_id)

        asking = [asyncio.create_task(ask(user_id)) for user_id in present]
        try:
            await asyncio.wait(asking, timeout=PATIENCE_S)
        finally:
            for task in asking:
                task.cancel()
        for fault in await asyncio.gather(*asking, return_exceptions=True):
            if isinstance(fault, Exception):
                raise fault
        return present - gone

    async def _has_left(self, server: discord.Guild, user_id: int) -> bool:
        await self._pacer.turn()
        try:
            await server.fetch_member(user_id)
        except discord.NotFound:
            return True
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            pass
        return False
