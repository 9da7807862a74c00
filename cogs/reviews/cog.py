"""`/review`, and the listener that takes the form in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.reviews.forms import CORRECTION, CORRECTIONS, FORM, OURS
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from bot.client import PaperClub
    from cogs.reviews.desk import ReviewDesk
    from cogs.reviews.my_desk import MyReviewDesk
    from cogs.ui.interactions import ClubInteraction


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Reviews(commands.GroupCog, group_name="review", group_description="Reviews of paper logs"):
    """`/review next`, `/review mine`, and the message menu *Who wrote this?*."""

    def __init__(self, bot: PaperClub, desk: ReviewDesk, my_desk: MyReviewDesk) -> None:
        self._bot = bot
        self._desk = desk
        self._my_desk = my_desk
        self._who = app_commands.ContextMenu(name="Who wrote this?", callback=self.who)

    async def cog_load(self) -> None:
        self._bot.tree.add_command(self._who)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._who.name, type=self._who.type)

    @app_commands.command(description="Read the next log that waits for your review, and review it")
    @app_commands.describe(club="Which club, where the server has several")
    @app_commands.autocomplete(club=suggest_clubs)
    async def next(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "review next"):
            await self._desk.next(interaction, club)

    @app_commands.command(description="Reviews that you wrote and received: correct, withdraw, mark as helpful")
    async def mine(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "review mine"):
            await self._my_desk.mine(interaction)

    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def who(self, interaction: ClubInteraction, message: discord.Message) -> None:
        async with Handling(interaction, "review who"):
            await self._my_desk.say_who_wrote(interaction, message.id)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: ClubInteraction) -> None:
        """A form may have been opened before a restart, so nobody waits for it but this."""
        identity = sent_form(interaction)
        if not identity.startswith((OURS, CORRECTIONS)):
            return
        sent = FORM.fullmatch(identity) or CORRECTION.fullmatch(identity)
        filled_from = int(sent["filled"], 36) if sent and sent["filled"] else None
        async with Handling(interaction, "reviews form"):
            if identity.startswith(CORRECTIONS):
                await self._my_desk.submit(interaction, sent["token"] if sent else None, filled_from)
            else:
                await self._desk.submit(interaction, int(sent["id"]) if sent else None, filled_from)
        async with Handling(interaction, "review delivery"):
            await self._desk.follow(interaction)
