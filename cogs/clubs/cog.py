"""The `/club` commands. Each is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.clubs.options import ClubOptions
from cogs.ui.command_options import takes
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.clubs.actions import ClubActions
    from cogs.ui.interactions import ClubInteraction

FOR_EDITS = ("rhythm", "tag", "meeting_day", "meeting_time", "meeting_length", "meeting_place", "without")
CLUB = command_words("clubs-option-club")


# Server commands: not offered in direct messages, nor where the bot was only added to a user's own account.
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Clubs(commands.GroupCog, group_name="club", group_description=command_words("clubs-command")):
    """`/club create`, `show`, `edit`, `pause`, `resume` and `close`."""

    def __init__(self, actions: ClubActions) -> None:
        self._actions = actions

    @app_commands.command(description=command_words("clubs-create-command"))
    @takes(ClubOptions, omit=FOR_EDITS)
    async def create(self, interaction: ClubInteraction, /, **options: Any) -> None:
        async with Handling(interaction, "club create"):
            await self._actions.create(interaction, ClubOptions(**options))

    @app_commands.command(description=command_words("clubs-show-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def show(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club show"):
            await self._actions.show(interaction, club)

    @app_commands.command(description=command_words("clubs-edit-command"))
    @takes(ClubOptions)
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def edit(self, interaction: ClubInteraction, /, *, club: str | None = None, **options: Any) -> None:
        async with Handling(interaction, "club edit"):
            await self._actions.edit(interaction, club, ClubOptions(**options))

    @app_commands.command(description=command_words("clubs-pause-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def pause(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club pause"):
            await self._actions.pause(interaction, club)

    @app_commands.command(description=command_words("clubs-resume-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def resume(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club resume"):
            await self._actions.resume(interaction, club)

    @app_commands.command(description=command_words("clubs-close-command"))
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def close(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "club close"):
            await self._actions.ask_to_close(interaction, club)
