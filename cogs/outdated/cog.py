"""The listener behind all others: buttons, selects and forms that belong to no feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from cogs.ui.forms import filled_in, sent_form
from cogs.ui.handling import Handling
from cogs.ui.outdated import FORM_NO_LONGER_VALID, NO_LONGER_VALID
from cogs.ui.replies import reply, say_privately
from cogs.ui.rescue import given_back

if TYPE_CHECKING:
    from bot.client import PaperClub
    from cogs.ui.interactions import ClubInteraction

OURS = "pc:"


class Outdated(commands.Cog):
    """Their ids are of another version, cut off, or made up."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot

    @commands.Cog.listener("on_interaction")
    async def answer(self, interaction: ClubInteraction) -> None:
        if interaction.type is discord.InteractionType.component:
            data: Any = interaction.data or {}
            identity = str(data.get("custom_id", ""))
            if identity.startswith(OURS) and not self._bot.knows_item(identity):
                async with Handling(interaction, "outdated button"):
                    await say_privately(interaction, NO_LONGER_VALID)
        elif (identity := sent_form(interaction)).startswith(OURS) and not self._bot.knows_form(identity):
            async with Handling(interaction, "outdated form"):
                texts = [(field.replace("_", " ").capitalize(), text) for field, text in filled_in(interaction).items()]
                await reply(interaction, given_back(FORM_NO_LONGER_VALID, texts), private=True)
