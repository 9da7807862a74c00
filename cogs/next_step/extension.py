"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.next_step.actions import NextStepActions
from cogs.next_step.buttons import ClubNextStepButton, NextStepButton
from cogs.next_step.cog import NextStepCog
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = NextStepActions(bot.part(Dependencies))
    bot.add_button(NextStepButton, lambda press, button: actions.press(press, button.key))
    bot.add_button(ClubNextStepButton, lambda press, button: actions.press_in_club(press, button.club_id))
    await bot.add_cog(NextStepCog(actions))
