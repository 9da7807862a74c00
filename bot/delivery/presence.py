"""Who is still in a server. Without the members intent Discord does not tell who leaves, so it is asked."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.delivery.pacing import Pace

# A week's step waits for the answers, and all clubs' with it: so long for all of them, and for each.
PATIENCE_S, ANSWER_S = 30, 5


class Presence:
    """Asks for members one by one, in the bot's own pace."""

    def __init__(self, bot: discord.Client, pacer: Pace) -> None:
        self._bot = bot
        self._pacer = pacer

    async def of(self, server_id: int, user_ids: Iterable[int]) -> set[int]:
        """Those of the users who are in the server; whoever cannot be asked about now, or in time, is taken to be."""
        present, server = set(user_ids), self._bot.get_guild(server_id)
        gone: set[int] = set()
        if server is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    for user_id in present:
                        if await self._has_left(server, user_id):
                            gone.add(user_id)
        return present - gone

    async def _has_left(self, server: discord.Guild, user_id: int) -> bool:
        await self._pacer.turn()
        try:
            async with asyncio.timeout(ANSWER_S):
                await server.fetch_member(user_id)
        except discord.NotFound:
            return True
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            pass
        return False
