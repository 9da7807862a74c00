"""The button *I was there*. Its id ends with the key of the message's entry, so it works after any restart."""

from __future__ import annotations

from cogs.ui.buttons import MARKER, PersistentButton
from cogs.ui.wording import t


class PresenceButton(PersistentButton, route="pc:presences:there:v1:{key}", key=MARKER):
    """Says that the member was at the week's meeting, or takes it back."""

    def __init__(self, key: str) -> None:
        super().__init__(t("presences-button"), key=key)
        self.key = key
