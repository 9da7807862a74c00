"""`/week calendar`, which belongs to the group of the weeks' commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.calendar_files.actions import CalendarActions
    from cogs.ui.interactions import ClubInteraction


def add_commands(group: app_commands.Group, actions: CalendarActions) -> None:
    """Add the command to `/week`."""

    @group.command(name="calendar", description=command_words("calendar-files-command"))
    @app_commands.describe(club=command_words("weeks-which-club"))
    @app_commands.autocomplete(club=suggest_clubs)
    async def calendar(interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week calendar"):
            await actions.give(interaction, club)

    del calendar
