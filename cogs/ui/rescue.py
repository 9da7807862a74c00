"""Gives members back what they typed if it could not be stored."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.core.text.characters import storable
from cogs.ui.escaping import in_block
from cogs.ui.replies import Page, Reply
from cogs.ui.text_budget import MESSAGE_TEXT
from cogs.ui.theme import WARNING_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE_NAME = "your-text.txt"
GAP = "\n\n"


def given_back(reason: str, texts: Sequence[tuple[str, str]], file_name: str = FILE_NAME) -> Reply:
    """Return each text under its name, in blocks to copy, or in a file if a message has no room for them."""
    blocks = (
        GAP.join(f"**{name}**\n{in_block(storable(text) or ' ')}" for name, text in texts) or f"-# {t('ui-empty-form')}"
    )
    if len(reason) + len(blocks) <= MESSAGE_TEXT:
        return Reply(Page(ui.Container(ui.TextDisplay(reason), ui.TextDisplay(blocks), accent_color=WARNING_COLOR)))
    whole = GAP.join(f"{name}\n{storable(text)}" for name, text in texts)
    file: ui.File[Any] = ui.File(f"attachment://{file_name}")
    page = Page(ui.Container(ui.TextDisplay(reason), file, accent_color=WARNING_COLOR))
    return Reply(page, (discord.File(BytesIO(whole.encode()), file_name),))
