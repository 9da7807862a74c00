"""Sets up the feature: what each button and select of a ballot does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.polls.actions import BallotActions
from cogs.polls.buttons import BallotButton, RankPick
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    actions = BallotActions(bot.part(Dependencies))
    bot.add_button(BallotButton, actions.press)
    bot.add_button(RankPick, actions.choose)
