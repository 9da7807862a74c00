"""The only module that sends Discord requests for an outbox entry and interprets the answers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.core.outbox.entry import Limited, Outcome, Refused, Unclear, wait
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.delivery.permissions import missing_permissions, needed_for
from bot.delivery.refusals import ARCHIVED, LOCKED, NO_THREAD, lacking, meaning
from bot.delivery.responses import SilencedError, UnclearAnswerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.outbox.entry import Entry
    from bot.delivery.pacing import Pace

# Longer than discord.py normally waits by itself. A request that is cut off is unclear, not failed.
PATIENCE_S = 90
LONGEST_ERROR = 200
ENTRIES_IN_A_THREAD = {Kind.LOG, Kind.REVIEW}


class Requests:
    """Sends every request (a message, an edit, a thread, a look back, a sweep); a refusal means the same in each."""

    def __init__(self, bot: discord.Client, pacer: Pace) -> None:
        self._bot = bot
        self._pacer = pacer

    async def outcome(
        self, entry: Entry, ask: Callable[[], Awaitable[Outcome]], patience: float = PATIENCE_S
    ) -> Outcome:
        """The outcome of a request, which is repeated if the thread was archived.

        Raises UnauthorisedError if Discord no longer accepts the token.
        """
        await self._pacer.turn()
        try:
            async with asyncio.timeout(patience):
                return await self._with_thread_open(entry, ask)
        except discord.HTTPException as error:
            meant = meaning(error, self.missing(entry), is_listed=self._is_listed(entry))
            is_gone = isinstance(meant, Refused) and meant.is_gone
            if is_gone and entry.kind in ENTRIES_IN_A_THREAD:
                return Refused(NO_THREAD, is_gone=True)
            return meant
        except (UnclearAnswerError, SilencedError, OSError, TimeoutError, aiohttp.ClientError) as error:
            said = str(error) or type(error).__name__
            return Unclear(Trouble(TroubleCode.UNREACHED, {"text": said[:LONGEST_ERROR]}))

    async def reopened(self, channel_id: int) -> bool:
        """Reopen an archived thread, which everyone who may write in it may do; False if it is locked."""
        try:
            await self._bot.http.edit_channel(channel_id, archived=False)
        except discord.Forbidden:
            return False
        return True

    def missing(self, entry: Entry, needed: discord.Permissions | None = None) -> list[str]:
        """The names of the permissions that the bot lacks for the entry, as far as we know."""
        server = self._bot.get_guild(entry.server_id)
        target = server.get_channel_or_thread(entry.channel_id) if server else None
        channel = target.parent if isinstance(target, discord.Thread) else target
        wanted = needed or needed_for(entry, in_thread=isinstance(target, discord.Thread))
        return missing_permissions(channel, wanted) if channel else []

    def is_waited_for(self, entry: Entry) -> bool:
        """Whether Discord hasn't sent the entry's server yet, as during an outage.

        If the bot is connected and doesn't know the server, it was removed from it, which a request finds out.
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
                return Refused(lacking(missing))
            return Refused(LOCKED)
        try:
            return await ask()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
        # Another bot archives the thread at once.
        return Limited(wait(entry.attempts + 1).total_seconds())

    def _is_listed(self, entry: Entry) -> bool:
        """Whether the server has the channel, as far as we know; assume so for an unknown server."""
        server = self._bot.get_guild(entry.server_id)
        if server is None or server.unavailable:
            return True
        return server.get_channel_or_thread(entry.channel_id) is not None
