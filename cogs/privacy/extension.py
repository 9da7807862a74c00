"""Sets the feature up: who answers, and what each button leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.privacy.actions import PrivacyActions
from cogs.privacy.buttons import DeleteButton, EraseButton, ExportButton, ReachButton, ReviewsButton, SpareButton
from cogs.privacy.cog import Privacy
from cogs.privacy.composers import ErasureComposers
from cogs.privacy.erasing import ErasureActions
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions, erasures = PrivacyActions(dependencies), ErasureActions(dependencies)
    dependencies.outbox_worker.register(ErasureComposers(dependencies).by_kind())
    bot.add_button(ExportButton, lambda press, button: actions.export(press, button.reach))
    bot.add_button(DeleteButton, lambda press, _button: erasures.ask(press))
    bot.add_button(ReachButton, lambda press, button: erasures.ask_again(press, button.reach, button.reviews))
    bot.add_button(ReviewsButton, lambda press, button: erasures.ask_again(press, button.reach, button.reviews))
    bot.add_button(SpareButton, lambda press, _button: erasures.spare(press))
    bot.add_button(
        EraseButton,
        lambda press, button: erasures.erase(press, button.reach, button.reviews, button.shown_at),
        then=erasures.follow,
    )
    await bot.add_cog(Privacy(actions, erasures))
