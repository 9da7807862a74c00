"""What *I'm in* does where no week has a post yet: under a new club's announcement, and in private answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.weeks.sign_ups import SignedUp
from cogs.clubs.choosing import server_of
from cogs.ui.replies import revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import viewer_of
from cogs.weeks.status import joined, noted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.services.weeks.views import WeekView
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

    StatusOf = Callable[[Club, Viewer], Awaitable[discord.ui.LayoutView]]


class Joining:
    """`status_of` returns the page of `/week status`, which takes the place of the private answer that was pressed."""

    def __init__(self, dependencies: Dependencies, status_of: StatusOf) -> None:
        self._sign_ups = dependencies.services.sign_ups
        self._wake = dependencies.outbox_worker.wake
        self._status_of = status_of

    async def press(self, interaction: ClubInteraction, club_id: int) -> None:
        """Store the answer, and tell the member privately. Raises ClubError."""
        server_of(interaction)
        viewer = viewer_of(interaction)
        pressing = self._sign_ups.press(viewer, club_id, interaction.created_at)
        message = interaction.message
        if message is None or not message.flags.ephemeral:
            taken = await when_ready(interaction, pressing, private=True)
        else:
            results: list[SignedUp | WeekView] = []

            async def revised() -> discord.ui.LayoutView:
                results.append(await pressing)
                return await self._status_of(results[0].club, viewer)

            await revise_when_ready(interaction, revised())
            taken = results[0]
        self._wake()
        user_id = interaction.user.id
        text = joined(taken, user_id) if isinstance(taken, SignedUp) else noted(taken, user_id)
        await say_privately(interaction, text)
