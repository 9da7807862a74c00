"""`/remind`: reminders by direct message, only for those who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.ui.handling import Handling
from cogs.ui.wording import command_words

if TYPE_CHECKING:
    from cogs.reminders.actions import ReminderActions
    from cogs.ui.interactions import ClubInteraction


# Also offered in direct messages: `on` says there where it works, `off` stops every reminder.
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class Reminders(commands.GroupCog, group_name="remind", group_description=command_words("reminders-group")):
    """`/remind on` and `/remind off`."""

    def __init__(self, actions: ReminderActions) -> None:
        self._actions = actions

    @app_commands.command(name="on", description=command_words("reminders-on-command"))
    async def on(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "remind on"):
            await self._actions.turn_on(interaction)

    @app_commands.command(name="off", description=command_words("reminders-off-command"))
    async def off(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "remind off"):
            await self._actions.turn_off(interaction)
