"""The layouts that most pages use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOR

if TYPE_CHECKING:
    from collections.abc import Iterable


def parted(texts: Iterable[str], color: int, *buttons: ui.Item[Any]) -> ui.Container[Any]:
    """Return the texts with a line between them, and the buttons a little below. Empty texts are left out."""
    container: ui.Container[Any] = ui.Container(accent_color=color)
    for index, text in enumerate(filter(None, texts)):
        if index:
            container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay(text))
    if buttons:
        container.add_item(ui.Separator(visible=False, spacing=SeparatorSpacing.small))
        container.add_item(ui.ActionRow(*buttons))
    return container


class TextPage(Page):
    """A page with one text and buttons under it."""

    def __init__(self, text: str, *buttons: ui.Item[Any], color: int = HOUSE_COLOR) -> None:
        container: ui.Container[Any] = ui.Container(ui.TextDisplay(text), accent_color=color)
        if buttons:
            container.add_item(ui.ActionRow(*buttons))
        super().__init__(container)
