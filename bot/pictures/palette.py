"""The colors of every picture, as (red, green, blue). They work on Discord's dark and light themes."""

from __future__ import annotations

from bot.core.papers.paper import Tier

Color = tuple[int, int, int]

GROUND: Color = (24, 26, 36)
CARD: Color = (38, 41, 56)
HERO: Color = (48, 53, 78)
OUTLINE: Color = (84, 91, 116)
LINE: Color = (122, 131, 164)
TEXT: Color = (243, 245, 250)
MUTED: Color = (180, 187, 208)
TIERS: dict[Tier, Color] = {
    Tier.MUST_READ: (242, 184, 75),
    Tier.RECOMMENDED: (140, 166, 255),
    Tier.FURTHER: (72, 196, 181),
    Tier.ANCESTOR: (160, 168, 190),
    Tier.ADDED: (240, 150, 190),
}
