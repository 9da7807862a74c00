"""Which club a command means, and the choices that are offered for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.core.errors import ClubError, NoClubYetError
from bot.core.short_inputs import name_key
from cogs.clubs.places import require_known
from cogs.ui.viewers import places_of, viewer_of

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from cogs.ui.interactions import ClubInteraction

CHOICES = 25
NO_CLUB = "This server has no reading club yet."
ALONE = "On your own, look papers up with `/paper`, and keep logs for yourself with `/log write paper`."
ONLY_IN_SERVERS = "Reading clubs live in servers. Try this in the server where your club meets."


async def meant_club(interaction: ClubInteraction, club: str | None) -> Club:
    """The club with this id or name; without one the club of this thread or channel, or the server's only one.

    Raises ClubError.
    """
    server = server_of(interaction)
    clubs, viewer = interaction.client.clubs, viewer_of(interaction)
    if club is not None:
        return await clubs.named(viewer, club)
    try:
        return await clubs.meant_at(viewer, places_of(interaction))
    except NoClubYetError:
        require_known(server)
        raise NoClubYetError(no_club_text(interaction)) from None


def no_club_text(interaction: ClubInteraction) -> str:
    """What can be done in a server without a club."""
    if interaction.permissions.manage_guild:
        return f"{NO_CLUB} Start one with `/club create`."
    return f"{NO_CLUB} Anyone with **Manage Server** can start one: `/club create`. {ALONE}"


async def suggest_clubs(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """The server's clubs whose name holds what was typed; the choice's value is the club's id."""
    wanted = name_key(typed)
    clubs = await interaction.client.clubs.of_server(viewer_of(interaction))
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
