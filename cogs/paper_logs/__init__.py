"""Paper logs: the form, what becomes of what was typed into it, and the logs' messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.paper_logs.buttons import DYNAMIC_ITEMS
from cogs.paper_logs.cog import PaperLogs
from cogs.paper_logs.desk import LogDesk
from cogs.paper_logs.forms import OURS
from cogs.paper_logs.writers import LogWriters

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    bot.log_desk = LogDesk(bot)
    bot.courier.register(LogWriters(bot).by_kind())
    bot.add_dynamic_items(*DYNAMIC_ITEMS)
    bot.add_forms(OURS)
    await bot.add_cog(PaperLogs(bot, bot.log_desk))
