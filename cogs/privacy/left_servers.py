"""What the owner of a server reads when it removes the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from cogs.ui.escaping import plain
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from datetime import datetime


def left_server_page(server_name: str, erased_from: datetime) -> Page:
    letter = t("privacy-left-server-letter", server=plain(server_name), erased=erased_from)
    return Page(ui.Container(ui.TextDisplay(letter), accent_color=HOUSE_COLOR))
