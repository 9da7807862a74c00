"""Opens the form of a paper log for papers and weeks. The feature of paper logs, a layer above them, implements it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cogs.ui.interactions import ClubInteraction


class LogWriter:
    """Opens the form of a paper log."""

    async def write(
        self,
        interaction: ClubInteraction,
        *,
        paper_key: str | None = None,
        week_key: str | None = None,
        club_id: int | None = None,
        is_alone: bool = False,
    ) -> None:
        """Open the form. Raises ClubError."""
        raise NotImplementedError
