"""Reading weeks: the weekly post and what follows it, and the commands that steer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.weeks.buttons import DYNAMIC_ITEMS
from cogs.weeks.cog import Weeks
from cogs.weeks.desk import WeekDesk
from cogs.weeks.writers import WeekWriters

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    bot.week_desk = WeekDesk(bot)
    bot.courier.register(WeekWriters(bot).by_kind())
    bot.add_dynamic_items(*DYNAMIC_ITEMS)
    await bot.add_cog(Weeks(bot.week_desk))
