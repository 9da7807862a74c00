"""The demo's study server: who is in it, and what they have said before you come in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.guide import CHATTER, GUIDE

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, GuildHandle, MemberActor

MEMBERS = {"ada": "Ada", "bo": "Bo", "chidi": "Chidi", "dana": "Dana"}
ORGANISER = "dana"
CHANNELS = {"general": "Anything that is not a paper", "reading-room": "Look papers up, read them together"}
OPENS_ON = "reading-room"


@dataclass(frozen=True, slots=True)
class World:
    guild: GuildHandle
    channel: ChannelHandle
    members: dict[str, MemberActor]


async def build_world(env: Env) -> World:
    """The server, its channels and members, with the guide pinned where the demo opens, today."""
    await env.advance_time(time.time() - env.now().timestamp())
    users = {name: env.create_user(name, global_name=shown) for name, shown in MEMBERS.items()}
    guild = env.create_guild("Study group", owner=users[ORGANISER])
    members = {name: guild.add_member(user) for name, user in users.items()}
    for name, topic in CHANNELS.items():
        guild.create_text_channel(name, topic=topic)
    channel = guild.channels[OPENS_ON]
    for name, said in CHATTER:
        await members[name].send(channel, said)
    guide = await members[ORGANISER].send(channel, GUIDE)
    await members[ORGANISER].set_pinned(guide, True)
    return World(guild, channel, members)
