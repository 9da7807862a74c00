"""A single request to stop is enough, whatever the bot is doing at that moment."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.settings import load_settings
from bot.start import run
from tests.support.loopback import Loopback
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("turns", range(4), ids="asked {} turns of the loop before it is connected".format)
async def test_it_stops_even_if_asked_while_connecting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    """Python 3.11's `wait_for` forgets a cancellation if its result has just arrived."""
    loopback = Loopback()
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(loopback.gateway.url))
    connect = DiscordWebSocket.from_client

    async def connect_and_ask(*words: Any, **options: Any) -> DiscordWebSocket:
        socket = await connect(*words, **options)
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(turns):
            await asyncio.sleep(0)
        return socket

    monkeypatch.setattr(DiscordWebSocket, "from_client", connect_and_ask)
    settings = load_settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", health_port=0)
    running = asyncio.create_task(run(settings, "a.b.c"))
    ended, _ = await asyncio.wait({running}, timeout=HANG_S)
    assert ended
    assert await running == 0
    await loopback.close()
