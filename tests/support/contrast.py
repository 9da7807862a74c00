"""Whether two colors can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.pictures.palette import Color


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2.1, from 1 to 21. Text needs at least 4.5."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(value / 255) for value in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Convert an sRGB channel, from 0 to 1, to an amount of light."""
    straight_below = 0.04045
    return channel / 12.92 if channel <= straight_below else float(((channel + 0.055) / 1.055) ** 2.4)
