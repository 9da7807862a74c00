"""Sets up the feature: its command in the group of the weeks' commands, its buttons, and what the feed serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.calendar_files.actions import CalendarActions
from cogs.calendar_files.buttons import NewAddressButton, RevokeAllButton
from cogs.calendar_files.cog import add_commands
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = CalendarActions(bot.part(Dependencies))
    group = bot.tree.get_command("week")
    if not isinstance(group, app_commands.Group):
        raise TypeError("the commands of weeks come first")
    add_commands(group, actions)
    bot.add_button(NewAddressButton, lambda press, button: actions.renew(press, button.club_id))
    bot.add_button(RevokeAllButton, lambda press, button: actions.revoke_all(press, button.club_id))
