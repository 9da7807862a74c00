"""The button that replaces the address of a club's calendar. Permissions are checked again at every press."""

from __future__ import annotations

from cogs.ui.buttons import ROW_ID, PersistentButton
from cogs.ui.wording import t


class NewAddressButton(PersistentButton, route="pc:calendar:renew:v1:{club_id}", club_id=ROW_ID):
    """Makes a new address. The old one leads nowhere from then on."""

    def __init__(self, club_id: int) -> None:
        super().__init__(t("calendar-files-button"), club_id=club_id)
        self.club_id = club_id
