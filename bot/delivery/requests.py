"""The one place that asks Discord for something on an entry's behalf, and says what its answer means."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.core.outbox import Kind, Limited, Outcome, Refused, Unclear, wait
from bot.core.troubles import Trouble
from bot.delivery.permissions import missing_permissions, needed_for
from bot.delivery.refusals import ARCHIVED, LOCKED, NO_THREAD, lacking, meaning
from bot.delivery.responses import SilencedError, UnclearAnswerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.outbox import Entry
    from bot.delivery.pacing import Pace

# Longer than discord.py waits by itself in an ordinary minute. What is cut off is unclear, not failed.
PATIENCE_S = 90
ENTRIES_IN_A_THREAD = {Kind.LOG, Kind.REVIEW}


class Requests:
    """Whatever is asked for (a message, a change, a thread, a look back, a sweep), a refusal means the same."""

    def __init__(self, bot: discord.Client, pacer: Pace) -> None:
        self._bot = bot
        self._pacer = pacer

    async def outcome(
        self, entry: Entry, ask: Callable[[], Awaitable[Outcome]], patience: float = PATIENCE_S
    ) -> Outcome:
        """What became of a request, which is made again where it met an archived thread.

        Raises UnauthorisedError where Discord no longer takes the token.
        """
        await self._pacer.turn()
        try:
            async with asyncio.timeout(patience):
                return await self._with_thread_open(entry, ask)
        except discord.HTTPException as error:
            meant = meaning(error, self.missing(entry), is_listed=self._is_listed(entry))
            is_gone = isinstance(meant, Refused) and meant.is_gone
            if is_gone and entry.kind in ENTRIES_IN_A_THREAD:
                return Refused(NO_THREAD, is_gone=True, trouble=Trouble.THREAD_GONE)
            return meant
        except (UnclearAnswerError, SilencedError, OSError, TimeoutError, aiohttp.ClientError) as error:
            return Unclear(str(error) or type(error).__name__)

    async def reopened(self, channel_id: int) -> bool:
        """Open an archived thread again, as whoever may write in it may; False where it is locked."""
        try:
            await self._bot.http.edit_channel(channel_id, archived=False)
        except discord.Forbidden:
            return False
        return True

    def missing(self, entry: Entry, needed: discord.Permissions | None = None) -> list[str]:
        """The names of what the bot lacks for the entry, as far as Discord has told."""
        server = self._bot.get_guild(entry.server_id)
        place = server.get_channel_or_thread(entry.channel_id) if server else None
        channel = place.parent if isinstance(place, discord.Thread) else place
        wanted = needed or needed_for(entry, in_thread=isinstance(place, discord.Thread))
        return missing_permissions(channel, wanted) if channel else []

    def is_waited_for(self, entry: Entry) -> bool:
        """Whether Discord has not told of the entry's server yet, as during an outage.

        One that the bot knows nothing of once it is connected has removed it, which a request finds out.
        """
        server = self._bot.get_guild(entry.server_id)
        return server.unavailable if server else not self._bot.is_ready()

    async def _with_thread_open(self, entry: Entry, ask: Callable[[], Awaitable[Outcome]]) -> Outcome:
        try:
            return await ask()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
        if not await self.reopened(entry.channel_id):
            if missing := self.missing(entry):
                return Refused(lacking(missing), trouble=Trouble.PERMISSION)
            return Refused(LOCKED, trouble=Trouble.LOCKED)
        try:
            return await ask()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
        # Somebody's bot archives it at once.
        return Limited(wait(entry.attempts + 1).total_seconds())

    def _is_listed(self, entry: Entry) -> bool:
        """Whether the server has the channel, as far as it told; a server that is not heard of has every one."""
        server = self._bot.get_guild(entry.server_id)
        if server is None or server.unavailable:
            return True
        return server.get_channel_or_thread(entry.channel_id) is not None
