"""Suggestions while somebody types into `/club`, and the channels that Discord offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.calendar.time_zones import suggested_zones
from bot.core.calendar.weekly_slot import zone_of
from bot.core.errors import ClubError
from bot.core.text.short_inputs import name_key
from bot.services.clubs.service import ClubService
from cogs.clubs.channels import TEXT_OR_FORUM, present_channel
from cogs.clubs.choosing import CHOICES, meant_club
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction


class TextOrForum(app_commands.Transformer):
    """Lets Discord offer text and forum channels. Any other value is passed on, and the actions refuse it in words."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return list(TEXT_OR_FORUM)

    async def transform(
        self, _interaction: discord.Interaction[Any], value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        return value


ChannelOption = app_commands.Transform[app_commands.AppCommandChannel, TextOrForum]


async def suggest_zones(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest time zones, each with its current time."""
    now = interaction.created_at
    return [
        app_commands.Choice(name=t("clubs-zone", zone=zone, time=f"{now.astimezone(zone_of(zone)):%H:%M}"), value=zone)
        for zone in suggested_zones(typed, CHOICES)
    ]


async def suggest_tags(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest tags of the forum chosen in the same command, or else of the club's own."""
    chosen = getattr(interaction.namespace, "channel", None)
    try:
        channel_id = chosen.id if chosen else (await _club_channel(interaction))
    except ClubError:
        return []
    if not viewer_of(interaction).may_view(channel_id):
        return []
    channel = present_channel(interaction.guild, channel_id) if interaction.guild else None
    wanted = name_key(typed)
    tags = [tag for tag in channel.tags if wanted in name_key(tag.name)] if channel else []
    return [app_commands.Choice(name=tag.name, value=str(tag.id)) for tag in tags[:CHOICES]]


async def _club_channel(interaction: ClubInteraction) -> int:
    clubs, named = interaction.client.part(ClubService), getattr(interaction.namespace, "club", None)
    club = await meant_club(clubs, interaction, named)
    return club.settings.channel_id
