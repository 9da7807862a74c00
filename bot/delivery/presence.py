"""Who is still in a server. Without the members intent Discord does not tell who leaves, so it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.delivery.pacing import Pace


class Presence:
    """Asks for members one by one, in the bot's own pace."""

    def __init__(self, bot: discord.Client, pacer: Pace) -> None:
        self._bot = bot
        self._pacer = pacer

    async def of(self, server_id: int, user_ids: Iterable[int]) -> set[int]:
        """Those of the users who are in the server; whoever cannot be asked about now is taken to be."""
        server = self._bot.get_guild(server_id)
        if server is None:
            return set(user_ids)
        present = set()
        for user_id in user_ids:
            await self._pacer.turn()
            try:
                await server.fetch_member(user_id)
            except discord.NotFound:
                continue
            except (discord.HTTPException, aiohttp.ClientError, OSError):
                present.add(user_id)
            else:
                present.add(user_id)
        return present
