"""The button under every reminder by direct message."""

from __future__ import annotations

import discord

from cogs.ui.buttons import MARKER, SHORT, PersistentButton
from cogs.ui.wording import t


class StopButton(PersistentButton, route="pc:reminders:stop:v1:{server_id}:{key}", server_id=SHORT, key=MARKER):
    """Ends the reminders about a server for the member who presses."""

    def __init__(self, server_id: int, key: str) -> None:
        super().__init__(t("reminders-stop"), discord.ButtonStyle.secondary, server_id=server_id, key=key)
        self.server_id = server_id
