"""Both local Discords keep Discord's rules for scheduled events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord.http import Route

from tests.support import loopback as small
from tests.support.club_server import ClubServer
from tests.support.loopback.world import ChannelKind
from tests.support.meeting_server import allow
from tests.support.test_local_discords import refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

NOW = datetime(2026, 1, 4, 12, tzinfo=UTC)
FORBIDDEN, INVALID, UNKNOWN, FINISHED, WRONG_CHANNEL = 50013, 50035, 10070, 180000, 50024
EVENTS = discord.Permissions(create_events=True)
CANCELED, ACTIVE = 4, 2


@dataclass
class Server:
    """A server with a voice channel. `allow` gives the bot's role permissions besides the invite's."""

    http: Any
    guild: int
    text: int
    voice: int
    now: datetime
    allow: Callable[[discord.Permissions], None]

    def event(self, **facts: Any) -> dict[str, Any]:
        elsewhere = {"entity_type": 3, "entity_metadata": {"location": "https://meet.example.org"}}
        start, end = (self.now + timedelta(hours=hours) for hours in (1, 2))
        times = {"scheduled_start_time": start.isoformat(), "scheduled_end_time": end.isoformat()}
        return {"name": "Papers", "description": "Read it.", "privacy_level": 2} | elsewhere | times | facts

    async def make(self, **facts: Any) -> int:
        made = await self.http.create_guild_scheduled_event(self.guild, **self.event(**facts))
        return int(made["id"])

    async def change(self, event: int, **facts: Any) -> None:
        await self.http.edit_scheduled_event(self.guild, event, **facts)

    async def listed(self) -> list[int]:
        return [int(one["id"]) for one in await self.http.get_scheduled_events(self.guild, with_user_count=False)]


@pytest.fixture(params=["simcord", "loopback"])
async def server(
    request: pytest.FixtureRequest, simcord_env: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Server]:
    if request.param == "simcord":
        club = ClubServer(simcord_env)
        ids = (club.guild.id, club.channel.id, club.guild.create_voice_channel("Reading room").id)
        yield Server(club.bot.http, *ids, simcord_env.now(), lambda permissions: allow(club, permissions))
        return
    loopback = small.Loopback(now=lambda: NOW, checks=True)
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    client = discord.Client(intents=discord.Intents.none())
    await client.login("a.b.c")
    guild = loopback.world.add_guild()
    text, voice = loopback.world.add_channel(guild), loopback.world.add_channel(guild, ChannelKind.VOICE)

    def grant(permissions: discord.Permissions) -> None:
        guild.granted = permissions

    yield Server(client.http, guild.id, text.id, voice.id, NOW, grant)
    await client.close()
    await loopback.close()


async def test_the_invite_alone_makes_no_events(server: Server) -> None:
    assert await refused(server.make()) == FORBIDDEN
    server.allow(EVENTS)
    event = await server.make()
    assert await server.listed() == [event]


async def test_an_event_in_a_channel_needs_to_connect_there(server: Server) -> None:
    server.allow(EVENTS)
    there = {"entity_type": 2, "channel_id": str(server.voice), "entity_metadata": None}
    assert await refused(server.make(**there)) == FORBIDDEN
    server.allow(EVENTS | discord.Permissions(connect=True))
    assert await refused(server.make(**there | {"channel_id": str(server.text)})) == WRONG_CHANNEL
    await server.make(**there)


@pytest.mark.parametrize(
    "facts",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"description": "x" * 1001},
        {"entity_metadata": {"location": "x" * 101}},
        {"entity_metadata": None},
        {"scheduled_end_time": None},
        {"scheduled_start_time": "2025-12-01T00:00:00+00:00"},
    ],
)
async def test_impossible_events_are_refused(server: Server, facts: dict[str, Any]) -> None:
    server.allow(EVENTS)
    assert await refused(server.make(**facts)) == INVALID


async def test_a_cancelled_event_is_over_and_not_listed(server: Server) -> None:
    server.allow(EVENTS)
    event = await server.make()
    await server.change(event, name="More papers")
    await server.change(event, status=CANCELED)
    assert await server.listed() == []
    assert await refused(server.change(event, name="Again")) == FINISHED
    begun = await server.make()
    await server.change(begun, status=ACTIVE)
    assert await refused(server.change(begun, status=CANCELED)) == INVALID


async def test_a_deleted_event_is_unknown(server: Server) -> None:
    server.allow(EVENTS)
    event = await server.make()
    await server.http.delete_scheduled_event(server.guild, event)
    assert await refused(server.change(event, name="Again")) == UNKNOWN
