"""Sets up the feature: who answers, and what its menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.help.actions import HelpActions
from cogs.help.buttons import TopicPick
from cogs.help.cog import Help
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = HelpActions(bot.part(Dependencies), bot.tree)
    bot.add_button(TopicPick, lambda press, menu: actions.switch(press, menu.chosen))
    await bot.add_cog(Help(actions))
