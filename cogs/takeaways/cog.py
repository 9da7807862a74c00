"""The listener for the forms of takeaways. There is no command: a takeaway belongs to the week of a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from cogs.takeaways.forms import OURS
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from cogs.takeaways.actions import TakeawayActions
    from cogs.ui.interactions import ClubInteraction


class Takeaways(commands.Cog):
    def __init__(self, actions: TakeawayActions) -> None:
        self._actions = actions

    @commands.Cog.listener("on_interaction")
    async def take_form(self, interaction: ClubInteraction) -> None:
        if (identity := sent_form(interaction)).startswith(OURS):
            async with Handling(interaction, "takeaway form"):
                await self._actions.take(interaction, identity)
