"""The buttons under nominations. Their ids hold a nomination's number, which says nothing about who supports it."""

from __future__ import annotations

from enum import StrEnum

import discord

from cogs.ui.buttons import PAGE, ROW_ID, PersistentButton, one_of
from cogs.ui.wording import t


class NominationAction(StrEnum):
    """What a member does with a nomination. Giving and taking back support differ, so that a repeated press is one."""

    SUPPORT = "support"
    TAKE_BACK = "take-back"
    CHOOSE = "choose"
    WITHDRAW = "withdraw"


STYLES = {
    NominationAction.SUPPORT: discord.ButtonStyle.primary,
    NominationAction.CHOOSE: discord.ButtonStyle.success,
    NominationAction.WITHDRAW: discord.ButtonStyle.danger,
}


class NominationButton(
    PersistentButton,
    route="pc:nominations:{action}:v1:{nomination_id}:{page}",
    action=one_of(NominationAction),
    nomination_id=ROW_ID,
    page=PAGE,
):
    """Changes a nomination, and the page of the list where it is pressed."""

    def __init__(self, action: NominationAction, nomination_id: int, page: int) -> None:
        style = STYLES.get(action, discord.ButtonStyle.secondary)
        label = t("nominations-button", action=action)
        super().__init__(label, style, action=action, nomination_id=nomination_id, page=page)
        self.action, self.nomination_id, self.page = action, nomination_id, page


class NominationsPageButton(
    PersistentButton, route="pc:nominations:page:v1:{club_id}:{page}", club_id=ROW_ID, page=PAGE
):
    """Shows another page of the list in the same message."""

    def __init__(self, club_id: int, page: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, club_id=club_id, page=page)
        self.club_id, self.page = club_id, page
