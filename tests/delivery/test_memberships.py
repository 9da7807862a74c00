"""How often the bot asks about single members, and how long an answer is valid."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.visibility import Access
from bot.delivery import memberships as module
from bot.delivery.memberships import ASKS, NAMES_REMEMBERED_S, REMEMBERED_S, WINDOW_S, Memberships
from tests.support.club_server import ClubServer

STRANGER = 4711


@dataclass
class Asking:
    """Memberships with a clock that the test sets. `asked` are the members asked about. While `hangs`,
    no answer comes.
    """

    server: ClubServer
    now: float = 1000.0
    asked: list[int] = field(default_factory=list)
    hangs: bool = False

    def __post_init__(self) -> None:
        self.memberships = Memberships(self.server.bot)
        self.ada, self.bo = self.server.ada.id, self.server.bo.id

    async def is_member(self, user_id: int) -> bool:
        return set(await self.memberships.of(user_id, [self.server.guild.id])) == {self.server.guild.id}

    async def names(self, asker_id: int, *user_ids: int) -> set[int]:
        return set(await self.memberships.names(asker_id, self.server.guild.id, user_ids))


@pytest.fixture
def asking(simcord_env: Any, monkeypatch: pytest.MonkeyPatch) -> Asking:
    asking = Asking(ClubServer(simcord_env))
    fetch_member = discord.Guild.fetch_member

    async def fetch(guild: discord.Guild, user_id: int) -> Any:
        asking.asked.append(user_id)
        if asking.hangs:
            await asyncio.Event().wait()
        return await fetch_member(guild, user_id)

    monkeypatch.setattr(discord.Guild, "fetch_member", fetch)
    monkeypatch.setattr(module, "_clock", lambda: asking.now)
    return asking


async def test_members_are_distinguished_from_strangers(asking: Asking) -> None:
    assert await asking.is_member(asking.ada)
    assert not await asking.is_member(STRANGER)
    assert await asking.names(asking.ada, asking.bo, STRANGER) == {asking.bo}
    assert await asking.memberships.of(asking.ada, [asking.server.guild.id + 1]) == {}


async def test_one_member_causes_a_few_requests_a_minute(asking: Asking) -> None:
    for _ in range(ASKS + 5):
        assert await asking.is_member(asking.ada)
    assert len(asking.asked) == ASKS
    assert await asking.is_member(asking.bo)
    assert len(asking.asked) == ASKS + 1
    asking.now += WINDOW_S
    assert await asking.is_member(asking.ada)
    assert len(asking.asked) == ASKS + 2


async def test_an_answer_stays_valid_for_some_minutes_without_a_new_one(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await asking.is_member(asking.ada)
    asking.hangs = True
    monkeypatch.setattr(module, "ANSWER_S", 0.05)
    asking.now += REMEMBERED_S
    assert await asking.is_member(asking.ada)
    asking.now += 1
    assert not await asking.is_member(asking.ada)


async def test_a_name_is_requested_once_per_hour(asking: Asking) -> None:
    for later in (0, NAMES_REMEMBERED_S):
        asking.now += later
        assert await asking.names(asking.ada, asking.bo, asking.bo) == {asking.bo}
    assert asking.asked == [asking.bo]
    asking.now += 1
    await asking.names(asking.ada, asking.bo)
    assert asking.asked == [asking.bo] * 2


async def test_unknown_names_are_requested_before_old_ones(asking: Asking) -> None:
    await asking.names(STRANGER, asking.bo)
    asking.now += NAMES_REMEMBERED_S + 1
    asking.asked.clear()
    others = range(5000, 5000 + ASKS)
    await asking.names(asking.ada, asking.bo, *others)
    assert sorted(asking.asked) == list(others)


async def test_during_an_outage_of_the_server_discord_is_asked_about_its_channel() -> None:
    """What the bot knows of the server has no channels then. None of them is gone."""

    async def here(_id: int) -> Any:
        return SimpleNamespace(permissions_for=lambda _member: discord.Permissions(view_channel=True))

    async def fetch_guild(_server: int, **_options: Any) -> Any:
        return SimpleNamespace(get_channel=lambda _channel: None, fetch_member=here, fetch_channel=here)

    known = SimpleNamespace(unavailable=True, get_channel=lambda _channel: None, fetch_member=here)
    bot: Any = SimpleNamespace(get_guild=lambda _server: known, fetch_guild=fetch_guild)
    assert await Memberships(bot).access(1, STRANGER, 2) is Access.OPEN
