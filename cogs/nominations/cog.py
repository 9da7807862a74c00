"""`/nominate` and `/nominations`. Each is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.nominations.actions import NominationActions
    from cogs.ui.interactions import ClubInteraction

CLUB = command_words("nominations-option-club")


class Nominations(commands.Cog):
    """Two commands, only for servers."""

    def __init__(self, actions: NominationActions) -> None:
        self._actions = actions

    @app_commands.command(description=command_words("nominations-nominate-command"))
    @app_commands.describe(
        paper=command_words("nominations-option-paper"), why=command_words("nominations-option-why"), club=CLUB
    )
    @app_commands.autocomplete(club=suggest_clubs)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def nominate(
        self, interaction: ClubInteraction, paper: str, why: str | None = None, club: str | None = None
    ) -> None:
        async with Handling(interaction, "nominate"):
            await self._actions.nominate(interaction, club, paper, why or "")

    @app_commands.command(description=command_words("nominations-list-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def nominations(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "nominations"):
            await self._actions.show(interaction, club)

    @nominate.autocomplete("paper")
    async def suggest_papers(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._actions.suggested_papers(interaction, typed)
