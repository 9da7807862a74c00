"""Opens the wizard that sets a club up. The feature of that name, a layer above clubs, implements it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cogs.clubs.options import ClubOptions
    from cogs.ui.interactions import ClubInteraction


class SetupWizard:
    """Opens the wizard."""

    async def open(self, interaction: ClubInteraction, options: ClubOptions) -> None:
        """Open it with what the options say. Raises ClubError if the member may not set up a club."""
        raise NotImplementedError
