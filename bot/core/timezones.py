"""Time zones as people type them."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process, utils

from bot.core.errors import ClubError

# Zones without a place in them are kept out of suggestions: they know no daylight saving, or go by another sign.
PLACELESS = ("Etc/", "SystemV/", "posix/", "right/")
COMMON = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
)
LEAST_LIKENESS = 60


def time_zone(typed: str) -> str:
    """The IANA name that is meant. Raises ClubError with suggestions for one that does not exist."""
    wanted = typed.strip().replace(" ", "_").casefold()
    for name in _zones():
        if name.casefold() == wanted:
            return name
    close = suggested_zones(typed, 3)
    hint = f"Did you mean {', '.join(f'`{name}`' for name in close)}?" if close else "Examples: `Europe/Berlin`, `UTC`."
    shown = typed.strip().replace("`", "'")[:40]
    raise ClubError(f"`{shown}` is no time zone that I know. {hint}" if shown else f"Which time zone? {hint}")


def suggested_zones(typed: str, limit: int = 25) -> list[str]:
    """Zones whose name holds what was typed, then those that look like it; the common ones for no text."""
    wanted = typed.strip().replace(" ", "_").casefold()
    if not wanted:
        return list(COMMON[:limit])
    held = [name for name in _zones() if wanted in name.casefold()]
    held.sort(key=lambda name: (not name.casefold().rpartition("/")[2].startswith(wanted), name))
    alike = process.extract(
        typed, _zones(), scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=LEAST_LIKENESS
    )
    return list(dict.fromkeys([*held, *(name for name, _, _ in alike)]))[:limit]


@cache
def _zones() -> list[str]:
    return sorted(name for name in available_timezones() if not name.startswith(PLACELESS) and name != "localtime")
