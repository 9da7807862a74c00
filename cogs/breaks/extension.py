"""Sets up the feature: its command, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.breaks.actions import BreakActions
from cogs.breaks.buttons import RemoveBreakPick, UnderWayButton
from cogs.breaks.cog import add_commands
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = BreakActions(bot.part(Dependencies))
    group = bot.tree.get_command("club")
    if not isinstance(group, app_commands.Group):
        raise TypeError("the commands of clubs come first")
    add_commands(group, actions)
    bot.add_button(
        UnderWayButton, lambda press, button: actions.decide(press, button.choice, button.club_id, button.day)
    )
    bot.add_button(RemoveBreakPick, lambda press, pick: actions.remove(press, pick.club_id, pick.chosen))
