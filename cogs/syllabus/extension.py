"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.syllabus.actions import SyllabusActions
from cogs.syllabus.buttons import SyllabusButton
from cogs.syllabus.cog import Syllabus
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = SyllabusActions(bot.part(Dependencies))
    bot.add_button(SyllabusButton, lambda press, button: actions.show_page(press, button.club_id, button.page))
    await bot.add_cog(Syllabus(actions))
