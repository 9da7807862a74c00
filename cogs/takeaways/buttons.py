"""The buttons about a takeaway. Their ids hold the key of a message about the week, so they work after any restart."""

from __future__ import annotations

from enum import StrEnum

import discord

from cogs.ui.buttons import MARKER, IdPart, PersistentButton, one_of
from cogs.ui.wording import t


class TakeawayAction(StrEnum):
    WRITE = "write"
    WITHDRAW = "withdraw"


class TakeawayButton(
    PersistentButton,
    route="pc:takeaways:{action}:v1:{key}[:{on_status}]",
    action=one_of(TakeawayAction),
    key=MARKER,
    on_status=IdPart("status", bool, lambda _on_status: "status"),
):
    """Opens the form, or withdraws what was sent. Under a message, its id ends with the key of the message's entry.

    On the page of `/week status` and in a private answer it ends differently, because delivery recognizes its own
    messages by the key.
    """

    def __init__(self, action: TakeawayAction, key: str, *, on_status: bool = False, is_change: bool = False) -> None:
        label = t("takeaways-button", action="edit" if is_change else action)
        style = discord.ButtonStyle.danger if action is TakeawayAction.WITHDRAW else discord.ButtonStyle.secondary
        super().__init__(label, style, action=action, key=key, on_status=on_status or None)
        self.action, self.key = action, key
