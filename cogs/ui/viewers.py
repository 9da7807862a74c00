"""Who asks, and what Discord lets them view. It is determined for each interaction and passed to every service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.core.visibility import Access, Membership, Viewer
from bot.delivery.memberships import membership_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.delivery.memberships import Memberships
    from bot.services.paper_logs.service import PaperLogService
    from cogs.ui.interactions import ClubInteraction


def viewer_of(interaction: ClubInteraction) -> Viewer:
    """Return the member behind an interaction, with its server. In a direct message, they are in no server.

    The bot may only be installed for the member and not in the server: then it knows nothing of the server.
    """
    server, user = interaction.guild, interaction.user
    if server is None or not isinstance(user, discord.Member) or is_only_for_user(interaction):
        return Viewer(user.id, interaction.guild_id)
    manages = interaction.permissions.manage_guild
    here = channel_ids_of(interaction)
    return Viewer(user.id, server.id, {server.id: membership_in(server, user, manages_server=manages, here=here)})


def is_only_for_user(interaction: ClubInteraction) -> bool:
    """Return whether a member uses the bot that they installed for themselves where the server has not installed it."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


async def viewer_everywhere(
    interaction: ClubInteraction, memberships: Memberships, server_ids: Iterable[int]
) -> Viewer:
    """The same, and in the other servers too, where Discord is asked about them."""
    here = viewer_of(interaction)
    others = [server_id for server_id in server_ids if server_id not in here.memberships]
    members = await memberships.of(here.user_id, others)
    there = {
        server_id: membership_in(member.guild, member, manages_server=member.guild_permissions.manage_guild)
        for server_id, member in members.items()
    }
    return replace(here, memberships=there | dict(here.memberships))


def viewer_as(member: discord.Member) -> Viewer:
    """Return a member as the viewer of what the bot sends them by itself."""
    server = member.guild
    manages = member.guild_permissions.manage_guild
    return Viewer(member.id, server.id, {server.id: membership_in(server, member, manages_server=manages)})


class Authors:
    """The same for pages about a member's own logs. In a direct message, it asks Discord about their servers."""

    def __init__(self, logs: PaperLogService, memberships: Memberships) -> None:
        self._logs = logs
        self._memberships = memberships

    async def viewer(self, interaction: ClubInteraction) -> Viewer:
        if interaction.guild_id is not None:
            return viewer_of(interaction)
        servers = await self._logs.servers_of(interaction.user.id)
        return await viewer_everywhere(interaction, self._memberships, servers)


def audience_of(interaction: ClubInteraction) -> Viewer:
    """Return a viewer for all who can read a public answer here: they can view this channel and the open ones."""
    viewer, server, here = viewer_of(interaction), interaction.guild, channel_ids_of(interaction)
    if server is None or server.id not in viewer.memberships:
        return Viewer(viewer.user_id, viewer.server_id)
    own = viewer.memberships[server.id].access_to

    def access_to(channel_id: int) -> Access:
        return own(channel_id) if channel_id in here or is_open_to_all(server, channel_id) else Access.HIDDEN

    return Viewer(viewer.user_id, server.id, {server.id: Membership(access_to)})


def is_open_to_all(server: discord.Guild | None, channel_id: int) -> bool:
    """Return whether everybody in the server may view the channel; False if it is gone."""
    channel = server.get_channel(channel_id) if server else None
    return channel is not None and channel.permissions_for(channel.guild.default_role).view_channel


def channel_ids_of(interaction: ClubInteraction) -> list[int]:
    """Return where the interaction happened, nearest first: a thread, then its channel."""
    channel_ids = [interaction.channel_id, getattr(interaction.channel, "parent_id", None)]
    return [channel_id for channel_id in channel_ids if channel_id is not None]
