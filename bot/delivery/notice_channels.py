"""Where organizers are told that something couldn't be sent: the club's channel, or the next best one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.delivery.permissions import NOTICE, missing_permissions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.clubs.club import Club


@dataclass(frozen=True, slots=True)
class NoticeChannel:
    """`is_open` if people can read it who may not know about the club: then the notice doesn't identify the club."""

    channel_id: int
    is_open: bool


def notice_channel(server: discord.Guild, club: Club) -> NoticeChannel | None:
    """The first channel where the bot may write and organizers can read.

    First the club's own, then the server's channels for organizers, news and rules, then any other. A channel that
    only organizers can read comes before one that everyone can read.
    """
    home = server.get_channel(club.settings.channel_id)
    for channel in _candidates(server, club, home):
        if not missing_permissions(channel, NOTICE) and _can_read(channel, club):
            return NoticeChannel(channel.id, _is_open(channel, home, club))
    return None


def _candidates(server: discord.Guild, club: Club, home: object) -> Iterator[discord.TextChannel]:
    of_organizers = [channel for channel in server.text_channels if _is_organizers_own(channel, club)]
    named = [home, server.public_updates_channel, server.system_channel, *of_organizers, server.rules_channel]
    yield from (channel for channel in named if isinstance(channel, discord.TextChannel))
    yield from server.text_channels


def _can_read(channel: discord.TextChannel, club: Club) -> bool:
    """Members with Manage Server can give themselves access; the organizer role sees what its permissions allow."""
    role = channel.guild.get_role(club.settings.organiser_role_id or 0)
    return role is None or channel.permissions_for(role).view_channel


def _is_open(channel: discord.TextChannel, home: object, club: Club) -> bool:
    """If the club's channel was deleted, we no longer know who could see it."""
    is_for_news = channel == channel.guild.public_updates_channel and _is_organizers_own(channel, club)
    if channel == home or is_for_news:
        return False
    everybody = channel.guild.default_role
    return not (isinstance(home, discord.abc.GuildChannel) and home.permissions_for(everybody).view_channel)


def _is_organizers_own(channel: discord.TextChannel, club: Club) -> bool:
    """Whether only the roles of organizers and bots see it. The bot doesn't know of members added individually."""
    own_roles = {club.settings.organiser_role_id}
    return all(
        role.permissions.manage_guild or role.permissions.administrator or role.managed or role.id in own_roles
        for role in channel.guild.roles
        if channel.permissions_for(role).view_channel
    )
