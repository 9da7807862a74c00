"""discord.py's rate-limit buckets: one for each channel and kind of request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord

CLEAR_EVERY_S = 30


def clear_seldom(client: discord.Client) -> None:
    """Clear idle buckets now and then instead of at each new one.

    discord.py searches all of them whenever it adds one: with messages to ten thousand channels within minutes, that
    takes a third of a CPU's time.
    """
    http = client.http
    clear = http._try_clear_expired_ratelimits  # noqa: SLF001 - a test fails if discord.py clears them differently
    cleared_at = float("-inf")

    def clear_now_and_then() -> None:
        nonlocal cleared_at
        now = asyncio.get_running_loop().time()
        if now - cleared_at >= CLEAR_EVERY_S:
            cleared_at = now
            clear()

    http._try_clear_expired_ratelimits = clear_now_and_then  # type: ignore[method-assign]  # noqa: SLF001
