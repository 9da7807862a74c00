"""`/review`, and the listener that takes the form in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.reviews.forms import FORM, OURS
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from cogs.reviews.desk import ReviewDesk
    from cogs.ui.interactions import ClubInteraction


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Reviews(commands.GroupCog, group_name="review", group_description="Reviews of paper logs"):
    """`/review next`."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk

    @app_commands.command(description="Read the next log that waits for your review, and review it")
    @app_commands.describe(club="Which club, where the server has several")
    @app_commands.autocomplete(club=suggest_clubs)
    async def next(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "review next"):
            await self._desk.next(interaction, club)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: ClubInteraction) -> None:
        """A form may have been opened before a restart, so nobody waits for it but this."""
        if (identity := sent_form(interaction)).startswith(OURS):
            sent = FORM.fullmatch(identity)
            async with Handling(interaction, "reviews form"):
                filled_from = int(sent["filled"], 36) if sent and sent["filled"] else None
                await self._desk.submit(interaction, int(sent["id"]) if sent else None, filled_from)
            async with Handling(interaction, "review delivery"):
                await self._desk.follow(interaction)
