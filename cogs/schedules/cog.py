"""`/club import-schedule` and `/club export-schedule`, which belong to the group of the clubs' commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.schedules.actions import ScheduleActions
    from cogs.ui.interactions import ClubInteraction

CLUB = command_words("clubs-option-club")


def add_commands(group: app_commands.Group, actions: ScheduleActions) -> None:
    """Add the commands to `/club`."""

    @group.command(name="import-schedule", description=command_words("schedules-import-command"))
    @app_commands.describe(file=command_words("schedules-option-file"), club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def take_in(interaction: ClubInteraction, file: discord.Attachment, club: str | None = None) -> None:
        async with Handling(interaction, "club import-schedule"):
            await actions.take_in(interaction, file, club)

    @group.command(name="export-schedule", description=command_words("schedules-export-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def give_out(interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club export-schedule"):
            await actions.give_out(interaction, club)

    del take_in, give_out
