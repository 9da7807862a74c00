"""The `/help` command; it is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.core.help.topics import Topic
from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.help.actions import HelpActions
    from cogs.ui.interactions import ClubInteraction

TOPIC_CHOICES = [
    app_commands.Choice(name=command_words("help-topic", topic=topic), value=str(topic)) for topic in Topic
]


class Help(commands.Cog):
    """`/help`."""

    def __init__(self, actions: HelpActions) -> None:
        self._actions = actions

    @app_commands.command(description=command_words("help-command"))
    @app_commands.describe(topic=command_words("help-option-topic"))
    @app_commands.choices(topic=TOPIC_CHOICES)
    async def help(self, interaction: ClubInteraction, topic: str | None = None) -> None:
        async with Handling(interaction, "help"):
            await self._actions.show(interaction, topic)
