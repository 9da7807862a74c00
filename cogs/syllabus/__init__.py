"""What a club reads next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.syllabus.buttons import DYNAMIC_ITEMS
from cogs.syllabus.cog import Syllabus
from cogs.syllabus.desk import SyllabusDesk

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    bot.syllabus_desk = SyllabusDesk(bot.clubs, bot.syllabus, bot.papers)
    bot.add_dynamic_items(*DYNAMIC_ITEMS)
    await bot.add_cog(Syllabus(bot.syllabus_desk))
