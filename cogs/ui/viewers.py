"""Who asks, and what Discord lets them view: made anew for each interaction, and handed to every service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.visibility import Access, Membership, Viewer

if TYPE_CHECKING:
    from collections.abc import Collection

    from cogs.ui.interactions import ClubInteraction


def viewer_of(interaction: ClubInteraction) -> Viewer:
    """The member behind an interaction, in its server; in a direct message somebody who is in no server."""
    server, user = interaction.guild, interaction.user
    if server is None or not isinstance(user, discord.Member):
        return Viewer(user.id, interaction.guild_id)
    manages = interaction.permissions.manage_guild
    here = places_of(interaction)
    return Viewer(user.id, server.id, {server.id: _membership(server, user, manages_server=manages, here=here)})


async def author_of(interaction: ClubInteraction) -> Viewer:
    """The same for what is about one's own logs. In a direct message, Discord is asked about their servers."""
    if interaction.guild_id is not None:
        return viewer_of(interaction)
    bot, user_id = interaction.client, interaction.user.id
    members = await bot.memberships.of(user_id, await bot.logs.servers_of(user_id))
    memberships = {
        server_id: _membership(member.guild, member, manages_server=member.guild_permissions.manage_guild)
        for server_id, member in members.items()
    }
    return Viewer(user_id, None, memberships)


def audience_of(interaction: ClubInteraction) -> Viewer:
    """All who can read a public answer here: they share what the server lets everybody view, and this channel."""
    viewer, server, here = viewer_of(interaction), interaction.guild, places_of(interaction)
    if server is None or server.id not in viewer.memberships:
        return Viewer(viewer.user_id, viewer.server_id)
    own = viewer.memberships[server.id].access_to

    def access_to(channel_id: int) -> Access:
        return own(channel_id) if channel_id in here or is_open_to_all(server, channel_id) else Access.HIDDEN

    return Viewer(viewer.user_id, server.id, {server.id: Membership(access_to)})


def is_open_to_all(server: discord.Guild | None, channel_id: int) -> bool:
    """Whether everybody in the server may view the channel; not for one that is gone."""
    channel = server.get_channel(channel_id) if server else None
    return channel is not None and channel.permissions_for(channel.guild.default_role).view_channel


def places_of(interaction: ClubInteraction) -> list[int]:
    """Where the interaction happened, nearest first: a thread, then the channel that it belongs to."""
    places = [interaction.channel_id, getattr(interaction.channel, "parent_id", None)]
    return [place for place in places if place is not None]


def _membership(
    server: discord.Guild, member: discord.Member, *, manages_server: bool, here: Collection[int] = ()
) -> Membership:
    """`here` is where they ask, which they can view."""

    def access_to(channel_id: int) -> Access:
        channel = server.get_channel(channel_id)
        if channel is None:
            # While Discord tells nothing of the server, its channels are not known and not gone.
            return Access.OPEN if server.unavailable and channel_id in here else Access.GONE
        return Access.OPEN if channel.permissions_for(member).view_channel else Access.HIDDEN

    # By their ids: while Discord tells nothing of the server, discord.py knows no role of it.
    return Membership(access_to, manages_server, frozenset(member._roles))  # noqa: SLF001
