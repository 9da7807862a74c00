"""Sets up the feature: its command in the group of the weeks' commands, and what its select does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.ui.dependencies import Dependencies
from cogs.week_links.actions import WeekLinkActions
from cogs.week_links.buttons import RemoveLinkPick
from cogs.week_links.cog import add_commands

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = WeekLinkActions(bot.part(Dependencies))
    group = bot.tree.get_command("week")
    if not isinstance(group, app_commands.Group):
        raise TypeError("the commands of weeks come first")
    add_commands(group, actions)
    bot.add_button(RemoveLinkPick, lambda press, select: actions.remove(press, select.week_id, select.chosen))
