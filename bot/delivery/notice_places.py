"""Where organisers hear that something could not be sent: the club's channel, or the next best place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.delivery.permissions import NOTICE, missing_permissions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.clubs import Club


@dataclass(frozen=True, slots=True)
class NoticePlace:
    """`is_open` where people read it who may not know of the club: the notice then names nothing of it."""

    channel_id: int
    is_open: bool


def notice_place(server: discord.Guild, club: Club) -> NoticePlace | None:
    """The first channel in which the bot may write and organisers can read.

    First the club's own, then those that the server has for its organisers, for news and for its rules, then any other.
    A channel that organisers alone can read goes before one that everybody can.
    """
    home = server.get_channel(club.settings.channel_id)
    for channel in _candidates(server, club, home):
        if not missing_permissions(channel, NOTICE) and _can_read(channel, club):
            return NoticePlace(channel.id, _is_open(channel, home, club))
    return None


def _candidates(server: discord.Guild, club: Club, home: object) -> Iterator[discord.TextChannel]:
    of_organisers = [channel for channel in server.text_channels if _is_organisers_own(channel, club)]
    named = [home, server.public_updates_channel, server.system_channel, *of_organisers, server.rules_channel]
    yield from (channel for channel in named if isinstance(channel, discord.TextChannel))
    yield from server.text_channels


def _can_read(channel: discord.TextChannel, club: Club) -> bool:
    """Whoever may Manage Server can let themselves in; holders of the club's role see what the role sees."""
    role = channel.guild.get_role(club.settings.organiser_role_id or 0)
    return role is None or channel.permissions_for(role).view_channel


def _is_open(channel: discord.TextChannel, home: object, club: Club) -> bool:
    """Of a club whose channel was deleted nobody knows any more who could see it."""
    is_for_news = channel == channel.guild.public_updates_channel and _is_organisers_own(channel, club)
    if channel == home or is_for_news:
        return False
    everybody = channel.guild.default_role
    return not (isinstance(home, discord.abc.GuildChannel) and home.permissions_for(everybody).view_channel)


def _is_organisers_own(channel: discord.TextChannel, club: Club) -> bool:
    """Whether no role but organisers' and bots' sees it. Who was let in by name the bot does not keep."""
    steering = {club.settings.organiser_role_id}
    return all(
        role.permissions.manage_guild or role.permissions.administrator or role.managed or role.id in steering
        for role in channel.guild.roles
        if channel.permissions_for(role).view_channel
    )
