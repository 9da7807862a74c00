"""The `/review` commands, and the listener for the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.clubs.choosing import suggest_clubs
from cogs.reviews.forms import CORRECTION, CORRECTIONS, FORM, OURS
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.reviews.actions import ReviewActions
    from cogs.reviews.my_actions import MyReviewActions
    from cogs.ui.interactions import ClubInteraction


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Reviews(commands.GroupCog, group_name="review", group_description=command_words("reviews-group")):
    """`/review next`, `/review mine`, and the message menu *Who wrote this?*."""

    def __init__(
        self, tree: app_commands.CommandTree[Any], actions: ReviewActions, my_actions: MyReviewActions
    ) -> None:
        self._tree = tree
        self._actions = actions
        self._my_actions = my_actions
        self._who = app_commands.ContextMenu(name=command_words("reviews-who"), callback=self.who)

    async def cog_load(self) -> None:
        self._tree.add_command(self._who)

    async def cog_unload(self) -> None:
        self._tree.remove_command(self._who.name, type=self._who.type)

    @app_commands.command(description=command_words("reviews-next-command"))
    @app_commands.describe(club=command_words("reviews-next-club"))
    @app_commands.autocomplete(club=suggest_clubs)
    async def next(self, interaction: ClubInteraction, club: str | None = None) -> None:
        async with Handling(interaction, "review next"):
            await self._actions.next(interaction, club)

    @app_commands.command(description=command_words("reviews-mine-command"))
    async def mine(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "review mine"):
            await self._my_actions.mine(interaction)

    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def who(self, interaction: ClubInteraction, message: discord.Message) -> None:
        async with Handling(interaction, "review who"):
            await self._my_actions.say_who_wrote(interaction, message.id)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: ClubInteraction) -> None:
        """Handle a form here, because it may have been opened before a restart."""
        identity = sent_form(interaction)
        if not identity.startswith((OURS, CORRECTIONS)):
            return
        sent = FORM.fullmatch(identity) or CORRECTION.fullmatch(identity)
        filled_from = int(sent["filled"], 36) if sent and sent["filled"] else None
        async with Handling(interaction, "reviews form"):
            if identity.startswith(CORRECTIONS):
                await self._my_actions.submit(interaction, sent["token"] if sent else None, filled_from)
            else:
                await self._actions.submit(interaction, int(sent["id"]) if sent else None, filled_from)
        await self._actions.flow.deliver(interaction)
