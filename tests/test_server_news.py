"""The bot caches what it needs of a server, and no more."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord.http import Route

from benchmarks.server_contents import ROLES, ServerContents
from bot.server_news import list_servers, read_less, without_the_rest
from tests.support.loopback import Loopback
from tests.support.loopback.gateway import knows_its_servers
from tests.support.loopback.shapes import channel_shape, guild_event, member_shape, role_shape, user_shape
from tests.support.loopback.world import APPLICATION_ID, Channel, ChannelKind
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.loopback.world import Guild

SEES, HIDES = str(discord.Permissions(view_channel=True).value), "0"


class Scene:
    """A full server with a club's channel, read by two clients: one normally, the other with less."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.guild: Guild = loopback.world.add_guild()
        self.forum: Channel = loopback.world.add_channel(self.guild, ChannelKind.FORUM, tags=("Papers",))
        ServerContents(loopback.world, self.guild, random.Random(5)).create()
        self.clients = [discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)]
        self.clients.append(discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05))
        read_less(self.clients[1])
        self.lists: list[tuple[int, int, list[int]]] = []
        list_servers(self.clients[1], lambda *facts: self.lists.append(facts))

    @property
    def servers(self) -> tuple[discord.Guild, discord.Guild]:
        """The server as sent, and with less."""
        whole, less = (client.get_guild(self.guild.id) for client in self.clients)
        assert whole
        assert less
        return whole, less

    def thread(self, owner_id: int) -> Channel:
        world = self.loopback.world
        thread = Channel(world.new_id(), self.guild.id, ChannelKind.PUBLIC_THREAD, "talk", self.forum.id, owner_id)
        return world.keep(thread)

    async def tell(self, event: str, facts: dict[str, Any]) -> None:
        """When this returns, both clients have received it."""
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
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    loopback = Loopback()
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    scene = Scene(loopback)
    own_role = scene.guild.more["roles"][3]["id"]
    # The first member in the event, so that both clients know the bot's own member.
    scene.guild.more["members"].append(member_shape(user_shape(APPLICATION_ID, "me", bot=True)) | {"roles": [own_role]})
    running = [asyncio.create_task(client.start("a.b.c")) for client in scene.clients]
    async with asyncio.timeout(HANG_S):
        while not all(map(knows_its_servers, scene.clients)):  # noqa: ASYNC110 - each has an event of its own
            await asyncio.sleep(0.02)
    yield scene
    for client, task in zip(scene.clients, running, strict=True):
        await client.close()
        await task
    await loopback.close()


async def test_club_channels_and_all_roles_are_kept(scene: Scene) -> None:
    whole, less = scene.servers
    kinds = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel
    met_in = [channel for channel in whole.channels if isinstance(channel, kinds)]
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


async def test_permissions_are_right_even_after_a_new_role(scene: Scene) -> None:
    def granted(server: discord.Guild) -> dict[int, discord.Permissions]:
        forum = server.get_channel(scene.forum.id)
        assert isinstance(forum, discord.ForumChannel)
        channels: list[discord.abc.GuildChannel] = [*server.text_channels, forum]
        return {one.id: one.permissions_for(server.me) for one in channels}

    whole, less = scene.servers
    everyone = role_shape(scene.guild.id, "@everyone", SEES)
    await scene.tell("GUILD_ROLE_UPDATE", {"guild_id": str(scene.guild.id), "role": everyone})
    before = granted(whole)
    assert granted(less) == before
    assert len(set(before.values())) > 1
    # Overwrites that had no effect for the bot now do.
    roles = [role["id"] for role in scene.guild.more["roles"][:8]]
    me = member_shape(user_shape(APPLICATION_ID, "me", bot=True)) | {"roles": roles}
    await scene.tell("GUILD_MEMBER_UPDATE", me | {"guild_id": str(scene.guild.id)})
    assert granted(less) == granted(whole) != before
    hidden = channel_shape(scene.loopback.world, scene.forum)
    hidden["permission_overwrites"] = [{"id": str(APPLICATION_ID), "type": 1, "allow": HIDES, "deny": SEES}]
    await scene.tell("CHANNEL_UPDATE", hidden)
    assert granted(less) == granted(whole)
    assert not granted(less)[scene.forum.id].view_channel


async def test_channels_with_equal_permissions_share_them_until_one_is_changed(scene: Scene) -> None:
    def shared_by(server: discord.Guild, channel_id: int) -> list[int]:
        own = {one.id: one._overwrites for one in server.text_channels}
        return [other for other, list_ in own.items() if list_ is own[channel_id]]

    whole, less = scene.servers
    most = max((shared_by(less, one.id) for one in less.text_channels), key=len)
    assert len(most) > 1
    changed = next(facts for facts in scene.guild.more["channels"] if int(facts["id"]) == most[0])
    await scene.tell("CHANNEL_UPDATE", {**changed, "permission_overwrites": []})
    assert most[0] not in shared_by(less, most[1])
    assert [one.overwrites for one in less.text_channels] == [one.overwrites for one in whole.text_channels]


async def test_only_own_threads_are_kept(scene: Scene) -> None:
    own, foreign = scene.thread(APPLICATION_ID), scene.thread(APPLICATION_ID + 5)
    for thread in (own, foreign):
        for event in ("THREAD_CREATE", "THREAD_UPDATE"):
            await scene.tell(event, channel_shape(scene.loopback.world, thread))
    whole, less = scene.servers
    assert {own.id, foreign.id} < {thread.id for thread in whole.threads}
    assert [thread.id for thread in less.threads] == [own.id]


async def test_forums_keep_their_tags(scene: Scene) -> None:
    _, less = scene.servers
    forum = less.get_channel(scene.forum.id)
    assert isinstance(forum, discord.ForumChannel)
    assert [tag.name for tag in forum.available_tags] == ["Papers"]


async def test_unused_data_is_not_kept(scene: Scene) -> None:
    whole, less = scene.servers
    assert whole.soundboard_sounds
    assert whole.categories
    assert not any([less.soundboard_sounds, less.emojis, less.stickers, less.categories])


async def test_channels_where_a_club_could_meet_are_kept(scene: Scene) -> None:
    whole, less = scene.servers
    assert [channel.id for channel in less.voice_channels] == [channel.id for channel in whole.voice_channels]


async def test_discords_data_is_not_modified(scene: Scene) -> None:
    told = guild_event(scene.loopback.world, scene.guild)
    without_the_rest(told, APPLICATION_ID)
    assert told == guild_event(scene.loopback.world, scene.guild)


async def test_each_list_of_a_shards_servers_is_passed_on(scene: Scene) -> None:
    """Discord sends it at the start of a session, before it tells of each server."""
    assert scene.lists == [(0, 1, [scene.guild.id])]
