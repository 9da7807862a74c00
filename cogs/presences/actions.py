"""What *I was there* does, and the message that has the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.delivery.outgoing import OutgoingMessage
from cogs.clubs.choosing import server_of
from cogs.presences.pages import noted, presence_page
from cogs.ui.replies import revise_when_ready, say_privately
from cogs.ui.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from discord import ui

    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Composer
    from bot.services.presences.service import MeetingPresence
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class PresenceActions:
    """Stores what a member said, and shows the new count to everybody."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._presences = dependencies.services.presences
        self._outbox_worker = dependencies.outbox_worker

    async def press(self, interaction: ClubInteraction, key: str) -> None:
        """Raise ClubError for a key of another server, or of a club that the member may not see."""
        server_of(interaction)
        found: list[MeetingPresence] = []

        async def revised() -> ui.LayoutView:
            taken = await self._presences.press(viewer_of(interaction), key, interaction.created_at)
            found.append(taken)
            # A digest that is out changes too.
            self._outbox_worker.wake()
            return presence_page(taken, key)

        await revise_when_ready(interaction, revised())
        await say_privately(interaction, noted(found[0]))


class PresenceComposers:
    """The question, as it must look when it is sent."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._presences = dependencies.services.presences

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {Kind.PRESENCES: self.question}

    async def question(self, entry: Entry) -> OutgoingMessage | None:
        """Return the question, unless the meeting was cancelled or moved."""
        found = await self._presences.to_ask(entry)
        return OutgoingMessage(presence_page(found, entry.key)) if found else None
