"""`/week`, one call to the desk each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction
    from cogs.weeks.desk import WeekDesk

WHICH = "Which club, where the server has several"
WHAT_CHOICES = [
    app_commands.Choice(name="logs", value="logs"),
    app_commands.Choice(name="reviews", value="reviews"),
]


class Weeks(commands.Cog):
    """Reading weeks happen in servers, so these commands are offered there only."""

    week = app_commands.Group(
        name="week",
        description="The club's reading week",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, desk: WeekDesk) -> None:
        self._desk = desk

    @week.command(description="Organisers: see the next post as it will look")
    @app_commands.describe(club=WHICH)
    async def preview(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week preview"):
            await self._desk.preview(interaction, club)

    @week.command(description="Organisers: post at once, in place of the next slot")
    @app_commands.describe(club=WHICH)
    async def post(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week post"):
            await self._desk.post(interaction, club)

    @week.command(description="Organisers: leave the next slot out; the syllabus stays")
    @app_commands.describe(club=WHICH)
    async def skip(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week skip"):
            await self._desk.skip(interaction, club)

    @week.command(description="Organisers: let members vote between three papers; the winner is read next")
    @app_commands.describe(club=WHICH)
    async def poll(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week poll"):
            await self._desk.poll(interaction, club)

    @week.command(description="Organisers: end logs or reviews before their time")
    @app_commands.describe(what="What ends now", club=WHICH)
    @app_commands.choices(what=WHAT_CHOICES)
    async def close(self, interaction: ClubInteraction, what: str, club: str | None = None) -> None:
        async with Handling(interaction, "week close"):
            await self._desk.close(interaction, what, club)

    @week.command(description="This week: what is read, until when, who is in, and what you still owe")
    @app_commands.describe(club=WHICH)
    async def status(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week status"):
            await self._desk.status(interaction, club)

    @preview.autocomplete("club")
    @post.autocomplete("club")
    @skip.autocomplete("club")
    @poll.autocomplete("club")
    @close.autocomplete("club")
    @status.autocomplete("club")
    async def suggest(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_clubs(interaction, typed)
