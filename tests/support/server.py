"""A study server with a member in it, ready to act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcord import Env  # noqa: TC002 - pytest reads the fixtures' annotations

if TYPE_CHECKING:
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, GuildHandle


@dataclass(frozen=True)
class Server:
    env: Env
    guild: GuildHandle
    channel: ChannelHandle
    ada: MemberActor
    bo: MemberActor


def study_server(env: Env) -> Server:
    guild = env.create_guild("Study group")
    channel = guild.create_text_channel("papers")
    ada = guild.add_member(env.create_user("ada"))
    bo = guild.add_member(env.create_user("bo"))
    return Server(env, guild, channel, ada, bo)
