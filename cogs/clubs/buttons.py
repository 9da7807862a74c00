"""Buttons about clubs. The custom id holds the club. Permissions are checked again at every press."""

from __future__ import annotations

import discord

from cogs.ui.buttons import MARKER, ROW_ID, PersistentButton
from cogs.ui.wording import t


class RetryButton(PersistentButton, route="pc:clubs:retry:v1:{club_id}[:{marker}]", club_id=ROW_ID, marker=MARKER):
    """Retries the club's blocked messages. Under a notice, its id ends with the marker that identifies the notice."""

    def __init__(self, club_id: int, marker: str | None = None) -> None:
        super().__init__(t("clubs-try-again"), discord.ButtonStyle.primary, club_id=club_id, marker=marker)
        self.club_id = club_id


class CloseButton(PersistentButton, route="pc:clubs:close:v1:{club_id}", club_id=ROW_ID):
    """Closes the club for good."""

    def __init__(self, club_id: int) -> None:
        super().__init__(t("clubs-close-for-good"), discord.ButtonStyle.danger, club_id=club_id)
        self.club_id = club_id


class ShowButton(PersistentButton, route="pc:clubs:show:v1:{club_id}:{marker}", club_id=ROW_ID, marker=MARKER):
    """Shows the club. Its id ends with the marker that identifies the message."""

    def __init__(self, club_id: int, marker: str) -> None:
        super().__init__(t("clubs-about"), club_id=club_id, marker=marker)
        self.club_id = club_id
