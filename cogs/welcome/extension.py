"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.dependencies import Dependencies
from cogs.welcome.actions import WelcomeActions, WelcomeComposers
from cogs.welcome.buttons import HowItWorksButton, TryPaperButton

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = WelcomeActions(dependencies)
    dependencies.outbox_worker.register(WelcomeComposers(dependencies).by_kind())
    bot.add_button(TryPaperButton, lambda press, _button: actions.try_paper(press))
    bot.add_button(HowItWorksButton, lambda press, _button: actions.how_it_works(press))
