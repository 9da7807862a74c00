"""Which club a command means, and the clubs that are suggested for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.core.errors import NoClubYetError
from bot.core.papers.paper import Tier
from bot.core.text.short_inputs import name_key
from bot.services.clubs.service import ClubService
from cogs.club_setup.buttons import SetupButton
from cogs.clubs.channels import require_known
from cogs.papers.buttons import PaperPick
from cogs.papers.views import PaperView
from cogs.ui.refusals import SaidError
from cogs.ui.viewers import channel_ids_of, viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from cogs.ui.interactions import ClubInteraction

CHOICES = 25


class NoClubHereError(NoClubYetError, SaidError):
    """The server has no club. The refusal offers what this member can do about it."""


async def meant_club(clubs: ClubService, interaction: ClubInteraction, club: str | None) -> Club:
    """Return the club with this id or name.

    Without one, it is the club of this thread or channel, or the server's only club. Raises ClubError.
    """
    server = server_of(interaction)
    viewer = viewer_of(interaction)
    if club is not None:
        return await clubs.named(viewer, club)
    try:
        return await clubs.meant_at(viewer, channel_ids_of(interaction))
    except NoClubYetError:
        require_known(server)
        raise no_club_here(interaction) from None


def no_club_here(interaction: ClubInteraction) -> NoClubHereError:
    """Return the refusal in a server without a club, with what this member can do instead."""
    may_create = interaction.permissions.manage_guild
    papers = interaction.client.services.papers.shared.browse(Tier.MUST_READ)[:CHOICES]
    other_papers = PaperPick(PaperView.CARD, papers, private=True)
    return NoClubHereError(
        t("clubs-none-here", may_create=may_create), *([SetupButton()] if may_create else []), other_papers
    )


async def suggest_clubs(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest the server's clubs whose name contains what was typed. A choice's value is the club's id."""
    wanted = name_key(typed)
    clubs = await interaction.client.part(ClubService).of_server(viewer_of(interaction))
    return [
        app_commands.Choice(name=club.settings.name, value=str(club.id))
        for club in clubs
        if wanted in name_key(club.settings.name)
    ][:CHOICES]


def server_of(interaction: ClubInteraction) -> discord.Guild:
    """Return the server of the interaction. Raises ClubError for a direct message."""
    if interaction.guild is None:
        raise SaidError(t("clubs-only-in-servers"))
    return interaction.guild
