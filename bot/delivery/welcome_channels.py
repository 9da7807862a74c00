"""Where a server is welcomed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.core.welcome.rules import WelcomeChannel, welcome_channel
from bot.delivery.permissions import NOTICE, missing_permissions
from bot.delivery.unanswered import NO_ANSWER

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.delivery.pacing import Pace

ANSWER_S = 10


async def channel_for_welcome(server: discord.Guild, pacer: Pace) -> int | None:
    """The system channel, or else the first text channel in which the bot may write and people see it."""
    system = server.system_channel
    if system is not None and not missing_permissions(system, NOTICE):
        return system.id
    categories = await _categories_of(server, pacer)
    return welcome_channel([_facts(channel, categories) for channel in server.text_channels], None)


async def _categories_of(server: discord.Guild, pacer: Pace) -> Mapping[int, int]:
    """The position of each channel's category, which the bot doesn't keep; empty if Discord doesn't answer."""
    await pacer.turn()
    try:
        async with asyncio.timeout(ANSWER_S):
            listed: list[Any] = await server._state.http.get_all_guild_channels(server.id)  # noqa: SLF001
    except NO_ANSWER:
        return {}
    positions = {one["id"]: one.get("position", 0) for one in listed}
    return {int(one["id"]): positions[one["parent_id"]] for one in listed if one.get("parent_id") in positions}


def _facts(channel: discord.TextChannel, categories: Mapping[int, int]) -> WelcomeChannel:
    everybody, organizers = channel.guild.default_role, _organizers_of(channel.guild)
    return WelcomeChannel(
        channel.id,
        channel.position,
        categories.get(channel.id),
        may_write=not missing_permissions(channel, NOTICE),
        is_seen_by_all=channel.permissions_for(everybody).view_channel,
        # Without such roles, the owner added the bot.
        is_seen_by_organizers=all(channel.permissions_for(role).view_channel for role in organizers),
    )


def _organizers_of(server: discord.Guild) -> list[discord.Role]:
    return [role for role in server.roles if role.permissions.manage_guild and not role.managed]
