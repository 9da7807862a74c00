"""The demo's study server: its members, and what they said before you join."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcord.backend import serializers

from demo.discord_rules import keep_discords_rules
from demo.guide import CHATTER, GUIDE

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, GuildHandle, MemberActor

MEMBERS = {"ada": "Ada", "bo": "Bo", "chidi": "Chidi", "dana": "Dana"}
ORGANIZER = "dana"
READERS = "Readers"
CHANNELS = {
    "general": "Anything that is not a paper",
    "reading-room": "Look papers up, read them together",
    "sunday-papers": "Room for a reading club",
    "evening-talks": "Room for a club that meets live",
}
FORUM = "paper-forum"
TALKS, VOICE = "evening-talks", "study-room"
OPENS_ON = "reading-room"


@dataclass(frozen=True, slots=True)
class World:
    guild: GuildHandle
    channel: ChannelHandle
    forum: ChannelHandle
    talks: ChannelHandle
    voice: ChannelHandle
    members: dict[str, MemberActor]


async def build_world(env: Env, map_address: str) -> World:
    """The server, its channels and members, with the guide pinned where the demo opens, today."""
    await env.advance_time(time.time() - env.now().timestamp())
    keep_discords_rules(env)
    users = {name: env.create_user(name, global_name=shown) for name, shown in MEMBERS.items()}
    guild = env.create_guild("Study group", owner=users[ORGANIZER])
    readers = guild.create_role(READERS, mentionable=True)
    members = {name: guild.add_member(user, roles=[readers]) for name, user in users.items()}
    for name, topic in CHANNELS.items():
        guild.create_text_channel(name, topic=topic)
    forum = guild.create_forum_channel(FORUM)
    voice = guild.create_voice_channel(VOICE)
    await _let_bot_join(env, guild)
    channel = guild.channels[OPENS_ON]
    for name, said in CHATTER:
        await members[name].send(channel, said)
    guide = await members[ORGANIZER].send(channel, GUIDE.format(map=map_address))
    await members[ORGANIZER].set_pinned(guide, True)
    # Otherwise the notice of the pin would be the last message, below the guide that visitors should read first.
    await members[ORGANIZER].delete(channel.history()[-1])
    return World(guild, channel, forum, guild.channels[TALKS], voice, members)


async def _let_bot_join(env: Env, guild: GuildHandle) -> None:
    """Report the finished server as Discord does when somebody adds the bot: without `unavailable`."""
    facts = dict(serializers.guild_create_payload(env.backend, env.backend.guilds[guild.id]))
    del facts["unavailable"]
    env.backend.emit("GUILD_CREATE", facts)
    await env.settle()
