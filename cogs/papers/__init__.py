"""Looking papers up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.papers.buttons import DYNAMIC_ITEMS
from cogs.papers.cog import Papers
from cogs.papers.desk import PaperDesk

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    bot.paper_desk = PaperDesk(bot.papers, bot.studio)
    bot.add_dynamic_items(*DYNAMIC_ITEMS)
    await bot.add_cog(Papers(bot, bot.papers, bot.paper_desk))
