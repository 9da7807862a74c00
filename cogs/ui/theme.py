"""Colors and names that all features share."""

from __future__ import annotations

from bot.core.papers.paper import Tier
from cogs.ui.wording import t

TIER_COLORS = {
    Tier.MUST_READ: 0xF2B84B,
    Tier.RECOMMENDED: 0x6C8CFF,
    Tier.FURTHER: 0x3FB6A8,
    Tier.ANCESTOR: 0x8A93A6,
    Tier.ADDED: 0xE07AA8,
}
HOUSE_COLOR = 0x6C8CFF
WARNING_COLOR = 0xE5A13A


def tier_name(tier: Tier) -> str:
    return t("ui-tier", tier=tier)
