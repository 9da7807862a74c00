"""Who may manage a club: members with Manage Server or the club's organizer role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from cogs.clubs.choosing import meant_club
from cogs.ui.refusals import SaidError
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.services.clubs.service import ClubService
    from cogs.ui.interactions import ClubInteraction


def is_organizer(interaction: ClubInteraction, club: Club) -> bool:
    """Return whether the member may manage the club now. Checked again at every press and command."""
    viewer = viewer_of(interaction)
    return viewer.may_see(club) and viewer.organizes(club)


def require_organizer(interaction: ClubInteraction, club: Club) -> None:
    """Raise ClubError, naming the missing permission, if the member may not manage the club."""
    if is_organizer(interaction, club):
        return
    role_id = club.settings.organiser_role_id
    has_role = interaction.guild and role_id and interaction.guild.get_role(role_id)
    raise SaidError(t("clubs-for-organizers", role=f"<@&{role_id}>" if has_role else None))


async def organized_club(clubs: ClubService, interaction: ClubInteraction, named: str | None) -> Club:
    """Return the club that is meant, if the member may manage it. Raises ClubError."""
    club = await meant_club(clubs, interaction, named)
    require_organizer(interaction, club)
    return club


def require_manage_server(interaction: ClubInteraction) -> None:
    """Raise ClubError without Manage Server: before a club exists, there is no organizer role."""
    if not isinstance(interaction.user, discord.Member) or not interaction.permissions.manage_guild:
        raise SaidError(t("clubs-needs-manage-server"))
