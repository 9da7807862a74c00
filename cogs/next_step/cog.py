"""`/next`: the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.next_step.actions import NextStepActions
    from cogs.ui.interactions import ClubInteraction


class NextStepCog(commands.Cog):
    """One command."""

    def __init__(self, actions: NextStepActions) -> None:
        self._actions = actions

    # Also offered in direct messages, where it says where it works.
    @app_commands.command(name="next", description=command_words("next-step-command"))
    @app_commands.describe(club=command_words("next-step-which-club"))
    @app_commands.autocomplete(club=suggest_clubs)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def next(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "next"):
            await self._actions.show(interaction, club)
