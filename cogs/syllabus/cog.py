"""`/syllabus`; each command is one call to the syllabus desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from cogs.syllabus.desk import SyllabusDesk
    from cogs.ui.interactions import ClubInteraction

CLUB = "Which club; left out, the one of this channel"
PAPER = "Which paper; typos are fine"


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Syllabus(commands.GroupCog, group_name="syllabus", group_description="What a club reads next"):
    """`/syllabus use`, `path`, `add`, `move`, `remove` and `show`."""

    def __init__(self, desk: SyllabusDesk) -> None:
        self._desk = desk

    @app_commands.command(description="Queue a ready track: the must-reads, a topic, or everything")
    @app_commands.describe(track="Which track", club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def use(self, interaction: ClubInteraction, track: str, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus use"):
            await self._desk.use(interaction, club, track)

    @app_commands.command(description="Queue the way along the lineage to a paper, its ancestors first")
    @app_commands.describe(to="The paper to understand in the end", weeks="At most so many weeks, 1 to 52", club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def path(
        self, interaction: ClubInteraction, to: str, weeks: int | None = None, club: str | None = None
    ) -> None:
        async with Handling(interaction, "syllabus path"):
            await self._desk.lead_to(interaction, club, to, weeks)

    @app_commands.command(description="Queue one paper")
    @app_commands.describe(paper=PAPER, position="Its place, 1 being next; left out, the last", club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def add(
        self, interaction: ClubInteraction, paper: str, position: int | None = None, club: str | None = None
    ) -> None:
        async with Handling(interaction, "syllabus add"):
            await self._desk.add(interaction, club, paper, position)

    @app_commands.command(description="Give a queued paper another place")
    @app_commands.describe(paper=PAPER, position="Its place, 1 being next", club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def move(self, interaction: ClubInteraction, paper: str, position: int, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus move"):
            await self._desk.move(interaction, club, paper, position)

    @app_commands.command(description="Take a paper off the syllabus")
    @app_commands.describe(paper=PAPER, club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def remove(self, interaction: ClubInteraction, paper: str, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus remove"):
            await self._desk.remove(interaction, club, paper)

    @app_commands.command(description="What a club has read, and what it reads when")
    @app_commands.describe(club=CLUB)
    @app_commands.autocomplete(club=suggest_clubs)
    async def show(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "syllabus show"):
            await self._desk.show(interaction, club)

    @use.autocomplete("track")
    async def suggest_tracks(self, _interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return self._desk.suggested_tracks(typed)

    @path.autocomplete("to")
    @add.autocomplete("paper")
    async def suggest_papers(self, _interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return self._desk.suggested_papers(typed)

    @move.autocomplete("paper")
    @remove.autocomplete("paper")
    async def suggest_queued(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._desk.suggested_queued(interaction, getattr(interaction.namespace, "club", None), typed)
