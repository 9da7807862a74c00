"""How many sessions Discord still lets the bot begin today. To ask for more than that costs a bot its token."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.stdlib.get_logger(__name__)

ANSWER_S = 10
# Several questions in a row, as at a start, are one; Discord lets this one be asked twice in five seconds.
FRESH_S = 5
# However long the wait is: Discord may have changed its mind, and the operator should see it in the log.
ASK_AGAIN_S = 600
# discord.py gives a session of a running bot a minute to begin.
HOLD_BACK_S = 30
UNANSWERED = (discord.DiscordException, aiohttp.ClientError, OSError)


class NoSessionLeftError(OSError):
    """As an OSError, discord.py tries again after it, each time after a longer pause."""


class SessionStarts:
    """Asks Discord before a session begins. Where it does not answer, the bot may begin one, one shard at a time."""

    def __init__(self, fetch: Callable[[], Awaitable[discord.SessionStartLimits]]) -> None:
        self._fetch = fetch
        self._limits: discord.SessionStartLimits | None = None
        self._asked_at = float("-inf")

    async def wait_for(self, count: int) -> None:
        """Until so many sessions are left."""
        while (limits := await self._present()) and limits.remaining < min(count, limits.total):
            seconds = min(limits.reset_after / 1000, ASK_AGAIN_S)
            log.warning("waiting, as few sessions are left today", left=limits.remaining, wanted=count, seconds=seconds)
            await asyncio.sleep(max(seconds, FRESH_S))

    async def begin_one(self) -> int:
        """How many shards may begin a session at once. Raises NoSessionLeftError, after a while."""
        limits = await self._present()
        if limits is None:
            return 1
        if not limits.remaining:
            await asyncio.sleep(min(limits.reset_after / 1000, HOLD_BACK_S))
            raise NoSessionLeftError("Discord lets this bot begin no more sessions today")
        # The next shard may ask before Discord is asked again.
        limits.remaining -= 1
        return limits.max_concurrency

    async def _present(self) -> discord.SessionStartLimits | None:
        now = asyncio.get_running_loop().time()
        if now - self._asked_at < FRESH_S:
            return self._limits
        try:
            async with asyncio.timeout(ANSWER_S):
                self._limits = await self._fetch()
        except UNANSWERED as error:
            log.warning("Discord did not say how many sessions are left", reason=type(error).__name__)
            self._limits = None
        self._asked_at = now
        return self._limits
