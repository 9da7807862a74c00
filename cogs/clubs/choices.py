"""What is offered while somebody types into `/club`, and what Discord offers as a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.calendar import zone_of
from bot.core.errors import ClubError
from bot.core.short_inputs import name_key
from bot.core.timezones import suggested_zones
from cogs.clubs.choosing import CHOICES, meant_club
from cogs.clubs.places import TEXT_OR_FORUM, present_place
from cogs.ui.viewers import viewer_of

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction


class TextOrForum(app_commands.Transformer):
    """Discord offers text and forum channels; whatever arrives is passed on, for the desk to refuse it in words."""

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
    """Time zones with the time that it is there."""
    now = interaction.created_at
    return [
        app_commands.Choice(name=f"{zone} · now {now.astimezone(zone_of(zone)):%H:%M}", value=zone)
        for zone in suggested_zones(typed, CHOICES)
    ]


async def suggest_tags(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """The tags of the forum that was chosen in the same command, or of the club's own."""
    chosen = getattr(interaction.namespace, "channel", None)
    try:
        channel_id = chosen.id if chosen else (await _club_channel(interaction))
    except ClubError:
        return []
    if not viewer_of(interaction).may_view(channel_id):
        return []
    place = present_place(interaction.guild, channel_id) if interaction.guild else None
    wanted = name_key(typed)
    tags = [tag for tag in place.tags if wanted in name_key(tag.name)] if place else []
    return [app_commands.Choice(name=tag.name, value=str(tag.id)) for tag in tags[:CHOICES]]


async def _club_channel(interaction: ClubInteraction) -> int:
    club = await meant_club(interaction, getattr(interaction.namespace, "club", None))
    return club.settings.channel_id
