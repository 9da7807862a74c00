"""Sets up the feature: who words its message, and what its button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.presences.actions import PresenceActions, PresenceComposers
from cogs.presences.buttons import PresenceButton
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = PresenceActions(dependencies)
    dependencies.outbox_worker.register(PresenceComposers(dependencies).by_kind())
    bot.add_button(PresenceButton, lambda press, button: actions.press(press, button.key))
