"""Moves the meeting of a week whose post is up. The feature of meetings, a layer above weeks, implements it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bot.core.clubs.club import Club
    from cogs.ui.interactions import ClubInteraction


class MeetingMover:
    """Without one, `/week move` moves posts only."""

    async def ask(self, interaction: ClubInteraction, club: Club, day: date) -> bool:
        """Ask whether the newest week's meeting moves to that day. False if it has none ahead, or not in its period.

        Raises ClubError.
        """
        raise NotImplementedError
