"""Sets up the feature: its commands in the group of the clubs' commands, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.schedules.actions import ScheduleActions
from cogs.schedules.buttons import AlsoPick, HostPick, HostsPageButton, LinesPageButton, MovingButton
from cogs.schedules.cog import add_commands
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = ScheduleActions(bot.part(Dependencies))
    group = bot.tree.get_command("club")
    if not isinstance(group, app_commands.Group):
        raise TypeError("the commands of clubs come first")
    add_commands(group, actions)
    bot.add_button(MovingButton, actions.press)
    bot.add_button(LinesPageButton, actions.turn)
    bot.add_button(HostsPageButton, actions.turn_hosts)
    bot.add_button(AlsoPick, actions.pick_also)
    bot.add_button(HostPick, actions.pick_host)
