"""Sets up the feature: who answers, what the button does, and how a reminder is worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.reminders.actions import ReminderActions
from cogs.reminders.buttons import StopButton
from cogs.reminders.cog import Reminders
from cogs.reminders.composers import ReminderComposers
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = ReminderActions(dependencies)
    dependencies.outbox_worker.register(ReminderComposers(dependencies).by_kind())
    bot.add_button(StopButton, lambda press, button: actions.turn_off(press, button.server_id))
    await bot.add_cog(Reminders(actions))
