"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.nominations.actions import NominationActions
from cogs.nominations.buttons import NominationButton, NominationsPageButton
from cogs.nominations.cog import Nominations
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = NominationActions(bot.part(Dependencies))
    bot.add_button(NominationButton, actions.press)
    bot.add_button(NominationsPageButton, actions.turn)
    await bot.add_cog(Nominations(actions))
