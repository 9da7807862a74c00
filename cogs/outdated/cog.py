"""The last listener: it answers buttons, selects and forms that belong to no feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from cogs.ui.forms import filled_in, sent_form
from cogs.ui.handling import Handling
from cogs.ui.replies import reply, say_privately
from cogs.ui.rescue import given_back
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.known_ids import KnownIdsBot
    from cogs.ui.interactions import ClubInteraction

OURS = "pc:"


class Outdated(commands.Cog):
    """Answers components with ids from another version, cut off, or made up."""

    def __init__(self, bot: KnownIdsBot) -> None:
        self._bot = bot

    @commands.Cog.listener("on_interaction")
    async def answer(self, interaction: ClubInteraction) -> None:
        if interaction.type is discord.InteractionType.component:
            data: Any = interaction.data or {}
            identity = str(data.get("custom_id", ""))
            if identity.startswith(OURS) and not self._bot.knows_item(identity):
                async with Handling(interaction, "outdated button"):
                    await say_privately(interaction, t("ui-button-outdated"))
        elif (identity := sent_form(interaction)).startswith(OURS) and not self._bot.knows_form(identity):
            async with Handling(interaction, "outdated form"):
                texts = [(field.replace("_", " ").capitalize(), text) for field, text in filled_in(interaction).items()]
                await reply(interaction, given_back(t("ui-form-outdated"), texts), private=True)
