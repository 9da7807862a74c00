"""Setting reading clubs up and steering them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox import Kind
from cogs.clubs.buttons import DYNAMIC_ITEMS
from cogs.clubs.cog import Clubs
from cogs.clubs.desk import ClubDesk

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    bot.club_desk = ClubDesk(bot.clubs, bot.outbox, bot.papers.catalogue, wake=bot.courier.wake, server=bot.get_guild)
    bot.courier.register({Kind.NOTICE: bot.club_desk.notice})
    bot.add_dynamic_items(*DYNAMIC_ITEMS)
    await bot.add_cog(Clubs(bot.club_desk))
