"""The `/syllabus` commands. Each is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.syllabus.actions import SyllabusActions
    from cogs.ui.interactions import ClubInteraction

CLUB = command_words("syllabus-option-club")
PAPER = command_words("syllabus-option-paper")


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Syllabus(commands.GroupCog, group_name="syllabus", group_description=command_words("syllabus-command")):
    """`/syllabus use`, `path`, `add`, `move`, `remove` and `show`."""

    def __init__(self, actions: SyllabusActions) -> None:
        self._actions = actions

    @app_commands.command(description=command_words("syllabus-use-command"))
    @app_commands.describe(track=command_words("syllabus-option-track"), club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def use(self, interaction: ClubInteraction, track: str, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus use"):
            await self._actions.use(interaction, club, track)

    @app_commands.command(description=command_words("syllabus-path-command"))
    @app_commands.describe(
        to=command_words("syllabus-option-to"), weeks=command_words("syllabus-option-weeks"), club=CLUB
    )
    @app_commands.autocomplete(club=suggest_clubs)
    async def path(
        self, interaction: ClubInteraction, to: str, weeks: int | None = None, club: str | None = None
    ) -> None:
        async with Handling(interaction, "syllabus path"):
            await self._actions.lead_to(interaction, club, to, weeks)

    @app_commands.command(description=command_words("syllabus-add-command"))
    @app_commands.describe(
        paper=PAPER,
        position=command_words("syllabus-option-new-position"),
        periods=command_words("syllabus-option-periods"),
        club=CLUB,
    )
    @app_commands.autocomplete(club=suggest_clubs)
    async def add(
        self,
        interaction: ClubInteraction,
        paper: str,
        position: int | None = None,
        periods: int | None = None,
        club: str | None = None,
    ) -> None:
        async with Handling(interaction, "syllabus add"):
            await self._actions.add(interaction, club, paper, position, periods or 1)

    @app_commands.command(description=command_words("syllabus-move-command"))
    @app_commands.describe(paper=PAPER, position=command_words("syllabus-option-position"), club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def move(self, interaction: ClubInteraction, paper: str, position: int, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus move"):
            await self._actions.move(interaction, club, paper, position)

    @app_commands.command(description=command_words("syllabus-remove-command"))
    @app_commands.describe(paper=PAPER, club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def remove(self, interaction: ClubInteraction, paper: str, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus remove"):
            await self._actions.remove(interaction, club, paper)

    @app_commands.command(description=command_words("syllabus-show-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def show(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus show"):
            await self._actions.show(interaction, club)

    @use.autocomplete("track")
    async def suggest_tracks(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._actions.suggested_tracks(interaction, typed)

    @path.autocomplete("to")
    @add.autocomplete("paper")
    async def suggest_papers(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._actions.suggested_papers(interaction, typed)

    @move.autocomplete("paper")
    @remove.autocomplete("paper")
    async def suggest_queued(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._actions.suggested_queued(interaction, getattr(interaction.namespace, "club", None), typed)
