"""Guesses a time zone from a language setting, for an organizer to confirm."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.core.calendar.city_zones import zones_at
from bot.core.calendar.weekly_slot import zone_names

if TYPE_CHECKING:
    from collections.abc import Sequence

# Every server has this one until somebody chooses another, so it says little about where people are.
UNCHOSEN = "en-US"


def guessed_zones(locales: Sequence[str]) -> list[str]:
    """Return the zones of the country that the first telling locale means, most populous first; maybe none."""
    return list(_zones_of(next((locale for locale in locales if locale != UNCHOSEN), UNCHOSEN)))


@lru_cache(maxsize=256)
def _zones_of(locale: str) -> tuple[str, ...]:
    """Return the zones of a locale's country, or of the one where most people speak its language."""
    try:
        parsed = Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return ()
    territory = parsed.territory or get_global("likely_subtags").get(parsed.language, "").rpartition("_")[2]
    country = Locale("en").territories.get(territory, "")
    return tuple(zone for zone in zones_at(country)[0] if zone in zone_names())
