"""Which club a command means, and the choices that are offered for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.core.errors import ClubError
from bot.core.short_inputs import name_key

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from cogs.ui.interactions import ClubInteraction

CHOICES = 25
ONLY_IN_SERVERS = "Reading clubs live in servers. Try this in the server where your club meets."


async def meant_club(interaction: ClubInteraction, club: str | None) -> Club:
    """The club with this id or name; without one the club of this thread or channel, or the server's only one.

    Raises ClubError.
    """
    clubs = interaction.client.clubs
    if club is not None:
        return await clubs.named(server_of(interaction).id, club)
    return await clubs.meant_at(server_of(interaction).id, _places(interaction))


async def suggest_clubs(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """The server's clubs whose name holds what was typed; the choice's value is the club's id."""
    if interaction.guild_id is None:
        return []
    wanted = name_key(typed)
    clubs = await interaction.client.clubs.of_server(interaction.guild_id)
    return [
        app_commands.Choice(name=club.settings.name, value=str(club.id))
        for club in clubs
        if wanted in name_key(club.settings.name)
    ][:CHOICES]


def server_of(interaction: ClubInteraction) -> discord.Guild:
    """The server that an interaction comes from. Raises ClubError for a direct message."""
    if interaction.guild is None:
        raise ClubError(ONLY_IN_SERVERS)
    return interaction.guild


def _places(interaction: ClubInteraction) -> list[int]:
    """Where the interaction happened, nearest first: a thread, then the channel that it belongs to."""
    places = [interaction.channel_id, getattr(interaction.channel, "parent_id", None)]
    return [place for place in places if place is not None]
