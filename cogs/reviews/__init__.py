"""Reviews of paper logs: whose turn it is, the form, and what everybody reads of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.reviews.buttons import DYNAMIC_ITEMS
from cogs.reviews.cog import Reviews
from cogs.reviews.desk import ReviewDesk
from cogs.reviews.forms import OURS
from cogs.reviews.writers import ReviewWriters

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    bot.review_desk = ReviewDesk(bot)
    bot.courier.register(ReviewWriters(bot).by_kind())
    bot.add_dynamic_items(*DYNAMIC_ITEMS)
    bot.add_forms(OURS)
    await bot.add_cog(Reviews(bot.review_desk))
