"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from cogs.clubs.actions import ClubActions
from cogs.clubs.buttons import CloseButton, RetryButton, ShowButton
from cogs.clubs.cog import Clubs
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = ClubActions(dependencies)
    bot.add_part(actions)
    # The autocomplete of other features' commands needs this to find the club that is meant.
    bot.add_part(dependencies.services.clubs)
    dependencies.outbox_worker.register({Kind.NOTICE: actions.notice, Kind.CLUB_NEWS: actions.news})
    bot.add_button(RetryButton, lambda press, button: actions.retry(press, button.club_id))
    bot.add_button(CloseButton, lambda press, button: actions.close(press, button.club_id))
    bot.add_button(ShowButton, lambda press, button: actions.show(press, str(button.club_id)))
    await bot.add_cog(Clubs(actions))
