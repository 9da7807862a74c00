"""`/club break`, which belongs to the group of the clubs' commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.breaks.actions import BreakActions
    from cogs.ui.interactions import ClubInteraction


def add_commands(group: app_commands.Group, actions: BreakActions) -> None:
    """Add the command to `/club`."""

    @group.command(name="break", description=command_words("breaks-command"))
    @app_commands.describe(
        first=command_words("breaks-option-from"),
        last=command_words("breaks-option-to"),
        reason=command_words("breaks-option-reason"),
        club=command_words("clubs-option-club"),
    )
    @app_commands.rename(first="from", last="to")
    @app_commands.autocomplete(club=suggest_clubs)
    async def pause(
        interaction: ClubInteraction,
        first: str | None = None,
        last: str | None = None,
        reason: str | None = None,
        club: str | None = None,
    ) -> None:
        async with Handling(interaction, "club break"):
            await actions.command(interaction, first, last, reason, club)

    del pause
