"""The buttons about addresses of a club's calendar. Permissions are checked again at every press."""

from __future__ import annotations

from cogs.ui.buttons import ROW_ID, PersistentButton
from cogs.ui.wording import t


class NewAddressButton(PersistentButton, route="pc:calendar:renew:v1:{club_id}", club_id=ROW_ID):
    """Gives the member a new address of their own. Their old one leads nowhere from then on."""

    def __init__(self, club_id: int, *, has_one: bool = True) -> None:
        super().__init__(t("calendar-files-button", has_one=has_one), club_id=club_id)
        self.club_id = club_id


class RevokeAllButton(PersistentButton, route="pc:calendar:revoke:v1:{club_id}", club_id=ROW_ID):
    """For organizers: no address of the club's calendar works any more."""

    def __init__(self, club_id: int) -> None:
        super().__init__(t("calendar-files-revoke"), club_id=club_id)
        self.club_id = club_id
