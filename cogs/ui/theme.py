"""Colours and names that every feature shows alike."""

from __future__ import annotations

from bot.core.papers import Tier

TIER_NAMES = {
    Tier.MUST_READ: "Must read",
    Tier.RECOMMENDED: "Recommended",
    Tier.FURTHER: "Further reading",
    Tier.ANCESTOR: "Ancestor",
}
TIER_COLOURS = {
    Tier.MUST_READ: 0xF2B84B,
    Tier.RECOMMENDED: 0x6C8CFF,
    Tier.FURTHER: 0x3FB6A8,
    Tier.ANCESTOR: 0x8A93A6,
}
HOUSE_COLOUR = 0x6C8CFF
WARNING_COLOUR = 0xE5A13A
