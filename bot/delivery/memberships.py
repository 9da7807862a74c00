"""Ask Discord about single members if there is no other way to know: in direct messages, and for names."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord

from bot.core.visibility import Access, Membership

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# One member's interactions may cause this many requests per minute; after that, recent answers are used.
ASKS, WINDOW_S = 10, 60
REMEMBERED_S, NAMES_REMEMBERED_S = 300, 3600
Key = TypeVar("Key")
Value = TypeVar("Value")
ANSWER_S = 1.5  # an interaction must be answered within three seconds
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class MemberLookup:
    """`member` is None if they are not in the server."""

    member: discord.Member | None
    given_at: float


def membership_in(
    server: discord.Guild, member: discord.Member, *, manages_server: bool, here: Collection[int] = ()
) -> Membership:
    """Return the membership. `here` are the channels where they ask, which they can view."""

    def access_to(channel_id: int) -> Access:
        channel = server.get_channel(channel_id)
        if channel is None:
            # While Discord reports nothing about the server, its channels are unknown, but not gone.
            return Access.OPEN if server.unavailable and channel_id in here else Access.GONE
        return Access.OPEN if channel.permissions_for(member).view_channel else Access.HIDDEN

    # The ids are read directly: while Discord reports nothing about the server, discord.py does not know its roles.
    return Membership(access_to, manages_server, frozenset(member._roles))  # noqa: SLF001


class Memberships:
    """Asks about one member at a time, which needs no privileged intent."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot
        self._answers: OrderedDict[tuple[int, int], MemberLookup] = OrderedDict()
        self._asks: OrderedDict[int, list[float]] = OrderedDict()

    async def of(self, user_id: int, server_ids: Iterable[int]) -> dict[int, discord.Member]:
        """The user as a member of each of the servers they are in, by the server's id.

        A server that doesn't answer in time is left out, unless it answered within the last minutes.
        """
        wanted = [(server_id, user_id) for server_id in server_ids]
        await self._ask(user_id, wanted)
        return {key[0]: member for key in wanted if (member := self._known(key, REMEMBERED_S))}

    async def member(self, server_id: int, user_id: int) -> discord.Member | None:
        """The user as a member of the server, None if they are not in it.

        Raises HTTPException, or another error of the connection, if Discord doesn't say.
        """
        server = self._bot.get_guild(server_id)
        if server is None:
            return None
        try:
            return await server.fetch_member(user_id)
        except discord.NotFound:
            return None

    async def access(self, server_id: int, user_id: int, channel_id: int) -> Access | None:
        """The user's access to the channel, also in a server of another process; None if they are not in the server.

        Raises HTTPException, or another error of the connection, if Discord doesn't say.
        """
        known = self._bot.get_guild(server_id)
        server = known if known and not known.unavailable else await self._bot.fetch_guild(server_id, with_counts=False)
        try:
            member = await server.fetch_member(user_id)
        except discord.NotFound:
            return None
        channel: discord.abc.GuildChannel | discord.Thread | None = server.get_channel(channel_id)
        if channel is None and server is not known:
            channel = await _fetched(server, channel_id)
        if channel is None:
            return Access.GONE
        return Access.OPEN if channel.permissions_for(member).view_channel else Access.HIDDEN

    async def names(self, asker_id: int, server_id: int, user_ids: Iterable[int]) -> dict[int, str]:
        """The display names of a server's members, as far as they are known quickly."""
        wanted = [(server_id, user_id) for user_id in dict.fromkeys(user_ids)]
        since = _clock() - NAMES_REMEMBERED_S
        await self._ask(asker_id, [key for key in wanted if self._given_at(key) < since])
        known = {key[1]: self._known(key, NAMES_REMEMBERED_S) for key in wanted}
        return {user_id: member.display_name for user_id, member in known.items() if member}

    async def _ask(self, asker_id: int, keys: list[tuple[int, int]]) -> None:
        """Ask for those with the oldest answers first, as many as the asker has left."""
        now = _clock()
        recent = [at for at in self._asks.pop(asker_id, []) if at > now - WINDOW_S]
        asked = sorted(keys, key=self._given_at)[: ASKS - len(recent)]
        _keep(self._asks, asker_id, [*recent, *([now] * len(asked))])
        answers = [asyncio.ensure_future(self._answer(*key)) for key in asked]
        if answers:
            await asyncio.wait(answers)

    async def _answer(self, server_id: int, user_id: int) -> None:
        server = self._bot.get_guild(server_id)
        if server is None:
            return
        try:
            async with asyncio.timeout(ANSWER_S):
                member = await server.fetch_member(user_id)
        except discord.NotFound:
            member = None
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            return
        _keep(self._answers, (server_id, user_id), MemberLookup(member, _clock()))

    def _known(self, key: tuple[int, int], age_s: float) -> discord.Member | None:
        answer = self._answers.get(key)
        return answer.member if answer and answer.given_at >= _clock() - age_s else None

    def _given_at(self, key: tuple[int, int]) -> float:
        answer = self._answers.get(key)
        return answer.given_at if answer else float("-inf")


async def _fetched(server: discord.Guild, channel_id: int) -> discord.abc.GuildChannel | discord.Thread | None:
    try:
        return await server.fetch_channel(channel_id)
    except discord.NotFound:
        return None


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _keep(kept: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    """Store as the newest; drop the oldest if there are too many."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)
