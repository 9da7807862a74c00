"""`/privacy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.privacy.actions import PrivacyActions
    from cogs.privacy.erasing import ErasureActions
    from cogs.ui.interactions import ClubInteraction


class Privacy(commands.GroupCog, group_name="privacy", group_description=command_words("privacy-group")):
    """`/privacy show`, `/privacy export`, `/privacy delete`: for everyone, everywhere."""

    def __init__(self, actions: PrivacyActions, erasures: ErasureActions) -> None:
        self._actions = actions
        self._erasures = erasures

    @app_commands.command(description=command_words("privacy-show-command"))
    async def show(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "privacy show"):
            await self._actions.show(interaction)

    @app_commands.command(description=command_words("privacy-export-command"))
    async def export(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "privacy export"):
            await self._actions.export(interaction)

    @app_commands.command(description=command_words("privacy-delete-command"))
    async def delete(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "privacy delete"):
            await self._erasures.ask(interaction)
