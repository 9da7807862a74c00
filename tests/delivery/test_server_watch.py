"""When the data of a server that removed the bot is erased."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.delivery.pacing import Pacer
from bot.delivery.server_watch import ServerWatch

SERVER = 5


@pytest.mark.parametrize(("is_ready", "is_right"), [(True, True), (True, False), (False, True)])
async def test_only_by_a_connected_bot_whose_clock_is_right(*, is_ready: bool, is_right: bool) -> None:
    erased = []

    async def due() -> list[int]:
        return [SERVER]

    async def erase_some_of(server_id: int) -> bool:
        erased.append(server_id)
        return False

    async def fetch_guild(_server: int, **_options: Any) -> None:
        raise discord.NotFound(SimpleNamespace(status=404, reason=""), "unknown")

    async def clock() -> bool:
        return is_right

    async def done(*_server: int) -> None:
        pass

    bot: Any = SimpleNamespace(is_ready=lambda: is_ready, fetch_guild=fetch_guild)
    left: Any = SimpleNamespace(due=due, erase_some_of=erase_some_of, note_erased=done)
    letter: Any = None
    await ServerWatch(bot, left, Pacer(), letter, clock, clean=done).look()
    assert erased == ([SERVER] if is_ready and is_right else [])
