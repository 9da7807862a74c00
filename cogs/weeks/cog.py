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


# Commands of a server: never offered in direct messages, nor where only one's own account has the bot.
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Weeks(commands.GroupCog, group_name="week", group_description="The club's reading week"):
    """`/week preview`, `post`, `skip`, `unskip`, `poll`, `close` and `status`."""

    def __init__(self, desk: WeekDesk) -> None:
        self._desk = desk

    @app_commands.command(description="Organisers: see the next post as it will look")
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def preview(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week preview"):
            await self._desk.steering.preview(interaction, club)

    @app_commands.command(description="Organisers: post at once, in place of the next slot")
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def post(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week post"):
            await self._desk.steering.post(interaction, club)

    @app_commands.command(description="Organisers: leave the next slot out; the syllabus stays")
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def skip(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week skip"):
            await self._desk.steering.skip(interaction, club)

    @app_commands.command(description="Organisers: take back the last skip; that slot's post comes after all")
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def unskip(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week unskip"):
            await self._desk.steering.unskip(interaction, club)

    @app_commands.command(description="Organisers: let members vote between three papers; the winner is read next")
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def poll(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week poll"):
            await self._desk.steering.poll(interaction, club)

    @app_commands.command(description="Organisers: end logs or reviews before their time")
    @app_commands.describe(what="What ends now", club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    @app_commands.choices(what=WHAT_CHOICES)
    async def close(self, interaction: ClubInteraction, what: str, club: str | None = None) -> None:
        async with Handling(interaction, "week close"):
            await self._desk.steering.close(interaction, what, club)

    @app_commands.command(description="This week: what is read, until when, who is in, and what you still owe")
    @app_commands.describe(club=WHICH)
    @app_commands.autocomplete(club=suggest_clubs)
    async def status(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "week status"):
            await self._desk.status(interaction, club)
