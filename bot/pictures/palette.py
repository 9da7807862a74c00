"""The colors of every picture, as (red, green, blue). They work on Discord's dark and light themes."""

from __future__ import annotations

from bot.core.papers.paper import Tier

Colour = tuple[int, int, int]

GROUND: Colour = (24, 26, 36)
CARD: Colour = (38, 41, 56)
HERO: Colour = (48, 53, 78)
OUTLINE: Colour = (84, 91, 116)
LINE: Colour = (122, 131, 164)
TEXT: Colour = (243, 245, 250)
MUTED: Colour = (180, 187, 208)
TIERS: dict[Tier, Colour] = {
    Tier.MUST_READ: (242, 184, 75),
    Tier.RECOMMENDED: (140, 166, 255),
    Tier.FURTHER: (72, 196, 181),
    Tier.ANCESTOR: (160, 168, 190),
    Tier.ADDED: (240, 150, 190),
}


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of WCAG 2.1, from 1 to 21. Text needs at least 4.5."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Convert an sRGB channel, from 0 to 1, to an amount of light."""
    straight_below = 0.04045
    return channel / 12.92 if channel <= straight_below else float(((channel + 0.055) / 1.055) ** 2.4)
