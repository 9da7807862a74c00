"""discord.py's buckets for rate limits: the bot searches them now and then, and removes idle ones."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord.http import HTTPClient, Ratelimit

from bot.delivery.buckets import CLEAR_EVERY_S, clear_seldom
from tests.support.virtual_time import run_in_virtual_time

if TYPE_CHECKING:
    import pytest

CHANNELS = 2000
# discord.py considers a bucket idle after this time without a request.
IDLE_S = 300


async def client_of_many() -> HTTPClient:
    client = discord.Client(intents=discord.Intents.none())
    clear_seldom(client)
    for number in range(CHANNELS):
        client.http.get_ratelimit(f"messages:{number}")
    return client.http


def test_many_posts_do_not_each_search_all_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    is_inactive = Ratelimit.is_inactive

    def look(bucket: Ratelimit) -> bool:
        nonlocal looked_at
        looked_at += 1
        return is_inactive(bucket)

    monkeypatch.setattr(Ratelimit, "is_inactive", look)
    assert len(run_in_virtual_time(client_of_many())._buckets) == CHANNELS
    assert looked_at <= CHANNELS


def test_idle_buckets_are_removed() -> None:
    async def come_back_later() -> int:
        http = await client_of_many()
        await asyncio.sleep(IDLE_S + CLEAR_EVERY_S)
        http.get_ratelimit("messages:new")
        return len(http._buckets)

    assert run_in_virtual_time(come_back_later()) == 1
