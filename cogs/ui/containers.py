"""The frame that most pages have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

if TYPE_CHECKING:
    from collections.abc import Iterable


def parted(texts: Iterable[str], colour: int) -> ui.Container[Any]:
    """The texts with a line between each two; empty ones are left out."""
    container: ui.Container[Any] = ui.Container(accent_colour=colour)
    for place, text in enumerate(filter(None, texts)):
        if place:
            container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay(text))
    return container
