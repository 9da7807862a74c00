"""Who is still in a server, as far as the bot can ask Discord."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.delivery import presence as module
from bot.delivery.pacing import Pacer
from bot.delivery.presence import Presence
from tests.support.club_server import ClubServer

if TYPE_CHECKING:
    import pytest

STRANGER = 4711


async def test_members_are_distinguished_from_leavers(simcord_env: Any) -> None:
    server = ClubServer(simcord_env)
    presence = Presence(server.bot, Pacer())
    assert await presence.of(server.guild.id, [server.ada.id, STRANGER]) == {server.ada.id}


async def test_members_who_cannot_be_asked_about_count_as_present(
    simcord_env: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ClubServer(simcord_env)

    async def hang_up(*_who: Any) -> Any:
        # discord.py passes on a closed connection like this.
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(discord.Guild, "fetch_member", hang_up)
    presence = Presence(server.bot, Pacer())
    assert await presence.of(server.guild.id, [server.ada.id, server.bo.id]) == {server.ada.id, server.bo.id}


async def test_only_discords_word_about_the_user_proves_that_they_left(
    simcord_env: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord also answers 404 when it doesn't know the server for a moment."""
    server = ClubServer(simcord_env)

    async def unknown(_guild: discord.Guild, _user_id: int) -> Any:
        raise discord.NotFound(SimpleNamespace(status=404, reason=""), {"code": 10004, "message": "Unknown Guild"})

    monkeypatch.setattr(discord.Guild, "fetch_member", unknown)
    presence = Presence(server.bot, Pacer())
    assert await presence.of(server.guild.id, [server.ada.id, STRANGER]) == {server.ada.id, STRANGER}


async def test_a_missing_answer_is_not_waited_for(simcord_env: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of a week waits for the answer, and with it every club's tick."""
    server = ClubServer(simcord_env)
    fetch_member, patient = discord.Guild.fetch_member, module.ANSWER_S
    unanswered: list[int] = []

    async def hang(*_asked: Any, **_options: Any) -> Any:
        await asyncio.Event().wait()

    async def hang_for_ada(guild: discord.Guild, user_id: int) -> Any:
        if user_id == server.ada.id:
            # The others' answers may take long on a busy machine.
            monkeypatch.setattr(module, "ANSWER_S", patient)
            unanswered.append(user_id)
            await hang()
        return await fetch_member(guild, user_id)

    monkeypatch.setattr(discord.Guild, "query_members", hang)
    monkeypatch.setattr(discord.Guild, "fetch_member", hang_for_ada)
    presence = Presence(server.bot, Pacer())
    monkeypatch.setattr(module, "ANSWER_S", 0.1)
    found = await presence.of(server.guild.id, [server.ada.id, STRANGER, server.bo.id])
    assert found == {server.ada.id, server.bo.id}
    assert unanswered == [server.ada.id]
