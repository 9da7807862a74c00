"""Who may steer a club: whoever may Manage Server, or holds the club's organiser role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.errors import ClubError
from cogs.ui.viewers import viewer_of

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from cogs.ui.interactions import ClubInteraction

NEEDS_MANAGE_SERVER = "Only somebody with the **Manage Server** permission can start a club."


def is_organiser(interaction: ClubInteraction, club: Club) -> bool:
    """Judged anew at every press and command, by what Discord says of the member now."""
    viewer = viewer_of(interaction)
    return viewer.may_see(club) and viewer.steers(club)


def require_organiser(interaction: ClubInteraction, club: Club) -> None:
    """Raises ClubError, naming what is needed."""
    if is_organiser(interaction, club):
        return
    role_id = club.settings.organiser_role_id
    if interaction.guild and role_id and interaction.guild.get_role(role_id):
        raise ClubError(
            f"That is for organisers: it needs the **Manage Server** permission, or the role <@&{role_id}>."
        )
    raise ClubError("That is for organisers: it needs the **Manage Server** permission.")


def require_manage_server(interaction: ClubInteraction) -> None:
    """Raises ClubError: before there is a club there is no organiser role."""
    if not isinstance(interaction.user, discord.Member) or not interaction.permissions.manage_guild:
        raise ClubError(NEEDS_MANAGE_SERVER)
