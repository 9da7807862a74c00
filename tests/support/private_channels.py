"""Channels that not everybody may view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from simcord.backend.models import Overwrite
from simcord.builders import RoleHandle
from simcord.enums import OverwriteType

if TYPE_CHECKING:
    from simcord import Env
    from simcord.builders import ChannelHandle, GuildHandle

VIEW = discord.Permissions(view_channel=True).value
SEND = discord.Permissions(send_messages=True).value


async def hide(env: Env, channel: ChannelHandle, guild: GuildHandle, seen_by: tuple[Any, ...] = ()) -> None:
    """Hide the channel from everybody but the bot, administrators, and these members and roles."""
    env.backend.set_overwrite(channel.id, Overwrite(guild.id, OverwriteType.ROLE, allow=0, deny=VIEW))
    await show_to(env, channel, *seen_by)
    bot = Overwrite(env.backend.bot_user.id, OverwriteType.MEMBER, allow=VIEW, deny=0)
    env.backend.set_overwrite(channel.id, bot)
    await env.settle()


async def show_to(env: Env, channel: ChannelHandle, *seen_by: Any) -> None:
    """Let members or roles view the channel."""
    for one in seen_by:
        kind = OverwriteType.ROLE if isinstance(one, RoleHandle) else OverwriteType.MEMBER
        env.backend.set_overwrite(channel.id, Overwrite(one.id, kind, allow=VIEW, deny=0))
    await env.settle()


async def hide_from(env: Env, channel: ChannelHandle, *members: Any) -> None:
    """Keep single members from viewing the channel."""
    for one in members:
        overwrite = Overwrite(one.id, OverwriteType.MEMBER, allow=0, deny=VIEW)
        env.backend.set_overwrite(channel.id, overwrite)
    await env.settle()


async def silence(env: Env, channel: ChannelHandle, member: Any) -> None:
    """Keep a member from writing in the channel. That says nothing of viewing it."""
    env.backend.set_overwrite(channel.id, Overwrite(member.id, OverwriteType.MEMBER, allow=0, deny=SEND))
    await env.settle()
