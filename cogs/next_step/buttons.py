"""The button that shows members their next step. It works under every message that ends with an entry's key."""

from __future__ import annotations

import discord

from cogs.ui.buttons import MARKER, ROW_ID, IdPart, PersistentButton
from cogs.ui.wording import t


class NextStepButton(
    PersistentButton,
    route="pc:next:step:v1:{key}[:{on_status}]",
    key=MARKER,
    on_status=IdPart("status", bool, lambda _on_status: "status"),
):
    """Opens the form of the member's next step, or says what it is. `key` is that of the message's entry, or a post's.

    On the page of `/week status` the id ends differently, because delivery recognizes its own messages by the key.
    """

    def __init__(self, key: str, *, on_status: bool = False) -> None:
        super().__init__(t("next-step-button"), discord.ButtonStyle.secondary, key=key, on_status=on_status or None)
        self.key = key


class ClubNextStepButton(PersistentButton, route="pc:next:club:v1:{club_id}[:{marker}]", club_id=ROW_ID, marker=MARKER):
    """The same where no week has a message yet. Under a new club's announcement, its id ends with that one's marker."""

    def __init__(self, club_id: int, marker: str | None = None) -> None:
        super().__init__(t("next-step-button"), discord.ButtonStyle.secondary, club_id=club_id, marker=marker)
        self.club_id = club_id
