"""What the bot keeps of a server is enough for all that it does there, and no more than that."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord.http import Route

from benchmarks.furnishing import ROLES, Furniture
from bot.server_news import read_less, without_the_rest
from tests.support.loopback import Loopback
from tests.support.loopback.shapes import channel_shape, guild_event, member_shape, role_shape, user_shape
from tests.support.loopback.world import APPLICATION_ID, Channel, ChannelKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.loopback.world import Guild

HANG_S = 30
SEES, HIDES = str(discord.Permissions(view_channel=True).value), "0"


class Place:
    """A furnished server with a club's channel, which one client reads as it comes and the other reads less of."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.guild: Guild = loopback.world.add_guild()
        self.forum: Channel = loopback.world.add_channel(self.guild, ChannelKind.FORUM, tags=("Papers",))
        Furniture(loopback.world, self.guild, random.Random(5)).bring()
        self.clients = [discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)]
        self.clients.append(discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05))
        read_less(self.clients[1])

    @property
    def servers(self) -> tuple[discord.Guild, discord.Guild]:
        """As it comes, and with less."""
        whole, less = (client.get_guild(self.guild.id) for client in self.clients)
        assert whole
        assert less
        return whole, less

    def thread(self, owner_id: int) -> Channel:
        world = self.loopback.world
        thread = Channel(world.new_id(), self.guild.id, ChannelKind.PUBLIC_THREAD, "talk", self.forum.id, owner_id)
        return world.keep(thread)

    async def tell(self, event: str, facts: dict[str, Any]) -> None:
        """Both clients have read it when this returns."""
        heard = [asyncio.Event() for _ in self.clients]
        for client, event_heard in zip(self.clients, heard, strict=True):

            async def on_guild_role_create(_role: discord.Role, event_heard: asyncio.Event = event_heard) -> None:
                event_heard.set()

            client.event(on_guild_role_create)
        self.loopback.world.tell(event, facts, self.guild.id)
        last = {"guild_id": str(self.guild.id), "role": role_shape(self.loopback.world.new_id(), "last")}
        self.loopback.world.tell("GUILD_ROLE_CREATE", last, self.guild.id)
        async with asyncio.timeout(HANG_S):
            await asyncio.gather(*(event_heard.wait() for event_heard in heard))


@pytest.fixture
async def place(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    loopback = Loopback()
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    place = Place(loopback)
    own_role = place.guild.more["roles"][3]["id"]
    # The first member told of, so that it is the bot's own that both clients know.
    place.guild.more["members"].append(member_shape(user_shape(APPLICATION_ID, "me", bot=True)) | {"roles": [own_role]})
    running = [asyncio.create_task(client.start("a.b.c")) for client in place.clients]
    async with asyncio.timeout(HANG_S):
        while not all(client.is_ready() for client in place.clients):  # noqa: ASYNC110 - each has an event of its own
            await asyncio.sleep(0.02)
    yield place
    for client, task in zip(place.clients, running, strict=True):
        await client.close()
        await task
    await loopback.close()


async def test_channels_to_meet_in_and_all_roles_stay(place: Place) -> None:
    whole, less = place.servers
    met_in = [channel for channel in whole.channels if isinstance(channel, discord.TextChannel | discord.ForumChannel)]
    assert {channel.id: channel.name for channel in less.channels} == {channel.id: channel.name for channel in met_in}
    # With @everyone and the bot's own.
    assert len(less.roles) == ROLES + 2
    assert [(role.id, role.name, role.permissions, role.mentionable) for role in less.roles] == [
        (role.id, role.name, role.permissions, role.mentionable) for role in whole.roles
    ]
    assert whole.system_channel
    assert whole.public_updates_channel
    assert less.system_channel == whole.system_channel
    assert less.public_updates_channel == whole.public_updates_channel


async def test_permissions_are_what_they_are_also_after_a_new_role(place: Place) -> None:
    def granted(server: discord.Guild) -> dict[int, discord.Permissions]:
        forum = server.get_channel(place.forum.id)
        assert isinstance(forum, discord.ForumChannel)
        places: list[discord.abc.GuildChannel] = [*server.text_channels, forum]
        return {one.id: one.permissions_for(server.me) for one in places}

    whole, less = place.servers
    everyone = role_shape(place.guild.id, "@everyone", SEES)
    await place.tell("GUILD_ROLE_UPDATE", {"guild_id": str(place.guild.id), "role": everyone})
    before = granted(whole)
    assert granted(less) == before
    assert len(set(before.values())) > 1
    # Overwrites that meant nothing for the bot do so now.
    roles = [role["id"] for role in place.guild.more["roles"][:8]]
    me = member_shape(user_shape(APPLICATION_ID, "me", bot=True)) | {"roles": roles}
    await place.tell("GUILD_MEMBER_UPDATE", me | {"guild_id": str(place.guild.id)})
    assert granted(less) == granted(whole) != before
    hidden = channel_shape(place.loopback.world, place.forum)
    hidden["permission_overwrites"] = [{"id": str(APPLICATION_ID), "type": 1, "allow": HIDES, "deny": SEES}]
    await place.tell("CHANNEL_UPDATE", hidden)
    assert granted(less) == granted(whole)
    assert not granted(less)[place.forum.id].view_channel


async def test_channels_with_equal_permissions_share_them_until_one_is_changed(place: Place) -> None:
    def shared_by(server: discord.Guild, channel_id: int) -> list[int]:
        own = {one.id: one._overwrites for one in server.text_channels}
        return [other for other, list_ in own.items() if list_ is own[channel_id]]

    whole, less = place.servers
    most = max((shared_by(less, one.id) for one in less.text_channels), key=len)
    assert len(most) > 1
    changed = next(facts for facts in place.guild.more["channels"] if int(facts["id"]) == most[0])
    await place.tell("CHANNEL_UPDATE", {**changed, "permission_overwrites": []})
    assert most[0] not in shared_by(less, most[1])
    assert [one.overwrites for one in less.text_channels] == [one.overwrites for one in whole.text_channels]


async def test_own_threads_are_known_and_no_others(place: Place) -> None:
    own, foreign = place.thread(APPLICATION_ID), place.thread(APPLICATION_ID + 5)
    for thread in (own, foreign):
        for event in ("THREAD_CREATE", "THREAD_UPDATE"):
            await place.tell(event, channel_shape(place.loopback.world, thread))
    whole, less = place.servers
    assert {own.id, foreign.id} < {thread.id for thread in whole.threads}
    assert [thread.id for thread in less.threads] == [own.id]


async def test_forums_keep_their_tags(place: Place) -> None:
    _, less = place.servers
    forum = less.get_channel(place.forum.id)
    assert isinstance(forum, discord.ForumChannel)
    assert [tag.name for tag in forum.available_tags] == ["Papers"]


async def test_what_nobody_looks_at_is_not_kept(place: Place) -> None:
    whole, less = place.servers
    assert whole.soundboard_sounds
    assert whole.voice_channels
    assert whole.categories
    assert not any([less.soundboard_sounds, less.emojis, less.stickers, less.voice_channels, less.categories])


async def test_what_discord_told_is_left_as_it_was(place: Place) -> None:
    told = guild_event(place.loopback.world, place.guild)
    without_the_rest(told, APPLICATION_ID)
    assert told == guild_event(place.loopback.world, place.guild)
