"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.dependencies import Dependencies
from cogs.weeks.actions import WeekActions
from cogs.weeks.buttons import DecideButton, JoinButton, WeekButton
from cogs.weeks.cog import Weeks
from cogs.weeks.composers import WeekComposers

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = WeekActions(dependencies)
    dependencies.outbox_worker.register(WeekComposers(dependencies).by_kind())
    bot.add_button(
        WeekButton,
        lambda press, button: actions.press(press, button.action, button.key, on_status=button.on_status),
    )
    bot.add_button(JoinButton, lambda press, button: actions.joining.press(press, button.club_id))
    bot.add_button(
        DecideButton,
        lambda press, button: actions.for_organizers.decide(press, button.decision, button.club_id, button.target),
    )
    await bot.add_cog(Weeks(actions))
