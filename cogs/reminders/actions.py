"""What `/remind` and the button under a reminder do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.direct_channels import direct_channel
from cogs.clubs.choosing import server_of
from cogs.ui.replies import say_privately, when_ready
from cogs.ui.wording import t

if TYPE_CHECKING:
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class ReminderActions:
    """Everything is about the member who asks, so there is nothing to check."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._reminders = dependencies.services.reminders

    async def turn_on(self, interaction: ClubInteraction) -> None:
        """Remind the member in this server from now on. Raises ClubError in a direct message."""
        is_new = await when_ready(interaction, self._turned_on(interaction), private=True)
        await say_privately(interaction, t("reminders-on", is_new=is_new))

    async def turn_off(self, interaction: ClubInteraction, server_id: int | None = None) -> None:
        """Remind the member no more: in the server, or in a direct message without one, everywhere."""
        where = server_id or interaction.guild_id
        turning = self._reminders.turn_off(where, interaction.user.id)
        was_on = await when_ready(interaction, turning, private=True)
        await say_privately(interaction, t("reminders-off", was_on=was_on, is_everywhere=where is None))

    async def _turned_on(self, interaction: ClubInteraction) -> bool:
        server, user = server_of(interaction), interaction.user
        return await self._reminders.turn_on(server.id, user.id, await direct_channel(interaction.client, user.id))
