"""Who is still in a server? Without the members intent Discord doesn't report who leaves, so the bot asks."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.delivery.memberships import membership_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.visibility import Membership
    from bot.delivery.pacing import Pace

# The time for all members together, and for each answer.
PATIENCE_S, ANSWER_S = 4, 3
# The gateway answers for this many members at once, and doesn't use up the requests that messages need.
ASKED_AT_ONCE = 100
# Members missing there are checked one by one, this many at a time; the others count as present until next time.
CONFIRMED_AT_ONCE = 20
# Discord's codes for a user who isn't in the server or whose account is gone. Any other answer proves nothing.
UNKNOWN = {10007, 10013}
NO_ANSWER = (TimeoutError, discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError, LookupError)


class Presence:
    """Asks the gateway about all members, and sends paced requests for those the gateway doesn't know."""

    def __init__(self, bot: discord.Client, pacer: Pace) -> None:
        self._bot = bot
        self._pacer = pacer

    async def of(self, server_id: int, user_ids: Iterable[int]) -> set[int]:
        """The users who are in the server. Without a clear answer in time, a user counts as present.

        If all seem to have left, the bot also asks about itself; if it is found, it is the only one in the result.
        """
        asked, server = list(dict.fromkeys(user_ids)), self._bot.get_guild(server_id)
        gone: set[int] = set()
        if server is not None and self._bot.user is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    found = await self.certainly(server_id, asked)
                    for user_id in [one for one in asked if one not in found][:CONFIRMED_AT_ONCE]:
                        if await self._is_in(server, user_id) is False:
                            gone.add(user_id)
                    if gone == set(asked) and await self._is_in(server, self._bot.user.id):
                        return {self._bot.user.id}
        return set(asked) - gone or set(asked)

    async def certainly(self, server_id: int, user_ids: Iterable[int]) -> set[int]:
        """The users that the gateway finds in the server; empty if it doesn't answer."""
        return {member.id for member in await self._members_found(server_id, user_ids)}

    async def memberships(self, server_id: int, user_ids: Iterable[int]) -> dict[int, Membership]:
        """The memberships of those whom the gateway finds; empty while it reports nothing about the server."""
        server = self._bot.get_guild(server_id)
        if server is None or server.unavailable:
            return {}
        found = await self._members_found(server_id, user_ids)
        return {
            member.id: membership_in(server, member, manages_server=member.guild_permissions.manage_guild)
            for member in found
        }

    async def _members_found(self, server_id: int, user_ids: Iterable[int]) -> list[discord.Member]:
        wanted, server = list(user_ids), self._bot.get_guild(server_id)
        found: list[discord.Member] = []
        if server is None:
            return found
        for first in range(0, len(wanted), ASKED_AT_ONCE):
            part = wanted[first : first + ASKED_AT_ONCE]
            with contextlib.suppress(*NO_ANSWER):
                async with asyncio.timeout(ANSWER_S):
                    found += await server.query_members(user_ids=part, limit=ASKED_AT_ONCE, cache=False)
        return found

    async def _is_in(self, server: discord.Guild, user_id: int) -> bool | None:
        """None if Discord doesn't say."""
        await self._pacer.turn()
        try:
            async with asyncio.timeout(ANSWER_S):
                await server.fetch_member(user_id)
        except discord.NotFound as refusal:
            return False if refusal.code in UNKNOWN else None
        except NO_ANSWER:
            return None
        return True
