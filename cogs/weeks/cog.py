"""The `/week` commands. Each is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words
from cogs.weeks.voting import KIND_CHOICES

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction
    from cogs.weeks.actions import WeekActions

WHICH = command_words("weeks-which-club")
WHAT_CHOICES = [
    app_commands.Choice(name=command_words("weeks-close-choice", what=what), value=what) for what in ("logs", "reviews")
]


# Server commands: not offered in direct messages, nor where the bot was only added to a user's own account.
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Weeks(commands.GroupCog, group_name="week", group_description=command_words("weeks-group")):
    """`/week preview`, `post`, `skip`, `unskip`, `catch-up`, `move`, `poll`, `close` and `status`."""

    def __init__(self, actions: WeekActions) -> None:
        self._actions = actions

    @app_commands.command(description=command_words("weeks-preview-command"))
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def preview(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week preview"):
            await self._actions.for_organizers.preview(interaction, club)

    @app_commands.command(description=command_words("weeks-post-command"))
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def post(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week post"):
            await self._actions.for_organizers.post(interaction, club)

    @app_commands.command(description=command_words("weeks-skip-command"))
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def skip(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week skip"):
            await self._actions.for_organizers.skip(interaction, club)

    @app_commands.command(description=command_words("weeks-unskip-command"))
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def unskip(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week unskip"):
            await self._actions.for_organizers.unskip(interaction, club)

    @app_commands.command(name="catch-up", description=command_words("weeks-catch-up-command"))
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def catch_up(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week catch-up"):
            await self._actions.for_organizers.catch_up(interaction, club)

    @app_commands.command(description=command_words("weeks-move-command"))
    @app_commands.describe(to=command_words("weeks-move-to"), club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def move(self, interaction: ClubInteraction, to: str, club: str | None = None) -> None:
        async with Handling(interaction, "week move"):
            await self._actions.for_organizers.moving.ask(interaction, to, club)

    @app_commands.command(description=command_words("weeks-poll-command"))
    @app_commands.describe(
        candidates=command_words("weeks-poll-candidates"), kind=command_words("weeks-poll-kinds"), club=WHICH
    )
    @app_commands.autocomplete(club=suggest_clubs)
    @app_commands.choices(kind=KIND_CHOICES)
    async def poll(
        self,
        interaction: ClubInteraction,
        candidates: str | None = None,
        kind: str | None = None,
        club: str | None = None,
    ) -> None:
        async with Handling(interaction, "week poll"):
            await self._actions.voting.poll(interaction, club, candidates, kind)

    @poll.autocomplete("candidates")
    async def suggest_candidates(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._actions.voting.suggested(interaction, typed)

    @app_commands.command(description=command_words("weeks-close-command"))
    @app_commands.describe(what=command_words("weeks-close-what"), club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    @app_commands.choices(what=WHAT_CHOICES)
    async def close(self, interaction: ClubInteraction, what: str, club: str | None = None) -> None:
        async with Handling(interaction, "week close"):
            await self._actions.for_organizers.close(interaction, what, club)

    @app_commands.command(description=command_words("weeks-status-command"))
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def status(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week status"):
            await self._actions.status(interaction, club)
