"""Draws a picture of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.pictures.digest_card import DigestCard, draw_digest_card
from bot.pictures.lineage import draw_lineage

if TYPE_CHECKING:
    from bot.pictures.views import LineageView


def draw(view: LineageView | DigestCard) -> bytes:
    """Return the picture as PNG. Synchronous and slow (tens of ms): call it through the picture cache."""
    return draw_digest_card(view) if isinstance(view, DigestCard) else draw_lineage(view)
