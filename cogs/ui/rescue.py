"""What somebody typed, given back to them where it could not be stored."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.core.characters import storable
from cogs.ui.inert import in_block
from cogs.ui.replies import Answer, Page
from cogs.ui.room import MESSAGE_TEXT
from cogs.ui.theme import WARNING_COLOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE_NAME = "your-text.txt"
GAP, NOTHING_TYPED = "\n\n", "-# Nothing was typed."


def given_back(reason: str, texts: Sequence[tuple[str, str]], file_name: str = FILE_NAME) -> Answer:
    """Each text under its name, in blocks to copy, or in a file where a message has no room for them."""
    blocks = (
        GAP.join(f"**{name}**\n{in_block(storable(text) or ' ')}" for name, text in texts) or "-# Nothing was typed."
    )
    if len(reason) + len(blocks) <= MESSAGE_TEXT:
        return Answer(Page(ui.Container(ui.TextDisplay(reason), ui.TextDisplay(blocks), accent_colour=WARNING_COLOUR)))
    whole = GAP.join(f"{name}\n{storable(text)}" for name, text in texts)
    file: ui.File[Any] = ui.File(f"attachment://{file_name}")
    page = Page(ui.Container(ui.TextDisplay(reason), file, accent_colour=WARNING_COLOUR))
    return Answer(page, (discord.File(BytesIO(whole.encode()), file_name),))
