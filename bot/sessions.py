"""Start sessions with Discord as often as needed, but never more than it allows, or it resets the bot's token."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.delivery.unanswered import NO_ANSWER
from bot.known_ids import KnownIdsBot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from yarl import URL

log = structlog.stdlib.get_logger(__name__)

ANSWER_S = 10
# Several requests in a row, as at startup, are answered once; Discord allows this one twice in five seconds.
FRESH_S = 5
# Ask again this often even during a long wait: the limit may have changed, and the operator should see it in the log.
ASK_AGAIN_S = 600
# discord.py gives a running bot's session a minute to start.
HOLD_BACK_S = 30


class NoSessionLeftError(OSError):
    """An OSError, so that discord.py retries, each time after a longer pause."""


class TryAgainError(Exception):
    """discord.py wants to retry a shard, from inside the failed attempt."""


class SessionStarts:
    """Asks Discord before a session starts. If it doesn't answer, the bot may start sessions, one shard at a time.

    `fetch` returns how many shards Discord advises, and its limits.
    """

    def __init__(self, fetch: Callable[[], Awaitable[tuple[int, discord.SessionStartLimits]]]) -> None:
        self._fetch = fetch
        self._advised = 1
        self._limits: discord.SessionStartLimits | None = None
        self._asked_at = float("-inf")

    async def wait_for(self, count: int | None) -> None:
        """Wait until this many sessions are left; without a count, one for each shard that Discord advises."""
        while limits := await self._present():
            wanted = count or self._advised
            if limits.remaining >= min(wanted, limits.total):
                return
            seconds = min(limits.reset_after / 1000, ASK_AGAIN_S)
            log.warning(
                "waiting: too few sessions are left today", left=limits.remaining, wanted=wanted, seconds=seconds
            )
            await asyncio.sleep(max(seconds, FRESH_S))

    async def begin_one(self) -> int:
        """How many shards may start a session at once. Raises NoSessionLeftError, after a while."""
        limits = await self._present()
        if limits is None:
            return 1
        if not limits.remaining:
            await asyncio.sleep(min(limits.reset_after / 1000, HOLD_BACK_S))
            raise NoSessionLeftError("Discord lets this bot start no more sessions today")
        # The next shard may call this before we ask Discord again.
        limits.remaining -= 1
        return limits.max_concurrency

    async def _present(self) -> discord.SessionStartLimits | None:
        now = asyncio.get_running_loop().time()
        if now - self._asked_at < FRESH_S:
            return self._limits
        try:
            async with asyncio.timeout(ANSWER_S):
                self._advised, self._limits = await self._fetch()
        except NO_ANSWER as error:
            log.warning("Discord did not say how many sessions are left", reason=type(error).__name__)
            self._limits = None
        self._asked_at = now
        return self._limits


class SessionBot(KnownIdsBot):
    """Starts sessions only as Discord allows.

    `identify_turn` takes a shard and how many of the bot's shards may identify at once, and returns the seconds to
    wait.
    """

    identify_turn: Callable[[int, int], Awaitable[float]] | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._session_starts = SessionStarts(self._advised_and_allowed)
        self._launching: set[int] = set()

    async def _advised_and_allowed(self) -> tuple[int, discord.SessionStartLimits]:
        advised, _, limits = await self.http.get_bot_gateway()
        return advised, discord.SessionStartLimits(**limits)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Called by discord.py after login: wait until Discord allows a session for each shard."""
        await self._session_starts.wait_for(len(self.shard_ids or ()) or self.shard_count)
        await super().connect(reconnect=reconnect)

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """Called by discord.py for each shard, and again from inside each failed attempt.

        Each new attempt first leaves the previous one: a thousand nested calls exceed Python's recursion limit.
        """
        if shard_id in self._launching:
            raise TryAgainError
        self._launching.add(shard_id)
        try:
            while not await self._is_launched(gateway, shard_id, initial=initial):
                initial = False
        finally:
            self._launching.discard(shard_id)

    async def _is_launched(self, gateway: URL, shard_id: int, *, initial: bool) -> bool:
        try:
            await super().launch_shard(gateway, shard_id, initial=initial)
        except TryAgainError:
            return False
        return True

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Called by discord.py before each new session: all processes of the bot share Discord's limit."""
        at_once = await self._session_starts.begin_one()
        if self.identify_turn is None:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await asyncio.sleep(await self.identify_turn(shard_id or 0, at_once))
