"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.takeaways.actions import TakeawayActions
from cogs.takeaways.buttons import TakeawayButton
from cogs.takeaways.cog import Takeaways
from cogs.takeaways.forms import OURS
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = TakeawayActions(bot.part(Dependencies))
    bot.add_button(TakeawayButton, lambda press, button: actions.press(press, button.action, button.key))
    bot.add_forms(OURS)
    await bot.add_cog(Takeaways(actions))
