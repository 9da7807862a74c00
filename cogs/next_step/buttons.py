"""The button that shows members their next step. It works under every message that ends with an entry's key."""

from __future__ import annotations

import discord

from cogs.ui.buttons import MARKER, Part, PersistentButton
from cogs.ui.wording import t


class NextStepButton(
    PersistentButton,
    route="pc:next:step:v1:{key}[:{on_status}]",
    key=MARKER,
    on_status=Part("status", bool, lambda _on_status: "status"),
):
    """Opens the form of the member's next step, or says what it is. `key` is that of the message's entry, or a post's.

    On the page of `/week status` the id ends differently, because delivery recognizes its own messages by the key.
    """

    def __init__(self, key: str, *, on_status: bool = False) -> None:
        super().__init__(t("next-step-button"), discord.ButtonStyle.secondary, key=key, on_status=on_status or None)
        self.key = key
