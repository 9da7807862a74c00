"""Receives the wizard's forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from cogs.club_setup.pages import FORM
from cogs.ui.forms import sent_form
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    from cogs.club_setup.actions import ClubSetupActions
    from cogs.ui.interactions import ClubInteraction


class ClubSetups(commands.Cog):
    """A form's custom id says which part was typed."""

    def __init__(self, actions: ClubSetupActions) -> None:
        self._actions = actions

    @commands.Cog.listener("on_interaction")
    async def take_form(self, interaction: ClubInteraction) -> None:
        identity = sent_form(interaction)
        if identity.startswith(FORM):
            async with Handling(interaction, "club setup form"):
                await self._actions.take(interaction, identity.rpartition(":")[2])
