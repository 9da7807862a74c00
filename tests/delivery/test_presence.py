"""Who is still in a server, as far as Discord can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.delivery.pacing import Pacer
from bot.delivery.presence import Presence
from tests.support.club_server import ClubServer

if TYPE_CHECKING:
    import pytest

STRANGER = 4711


async def test_whoever_is_in_the_server_is_told_from_who_is_not(simcord_env: Any) -> None:
    server = ClubServer(simcord_env)
    presence = Presence(server.bot, Pacer())
    assert await presence.of(server.guild.id, [server.ada.id, STRANGER]) == {server.ada.id}


async def test_whoever_cannot_be_asked_about_is_taken_to_be_there(
    simcord_env: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ClubServer(simcord_env)

    async def hang_up(*_who: Any) -> Any:
        # So discord.py hands on a connection that Discord closes in place of an answer.
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(discord.Guild, "fetch_member", hang_up)
    presence = Presence(server.bot, Pacer())
    assert await presence.of(server.guild.id, [server.ada.id, server.bo.id]) == {server.ada.id, server.bo.id}
