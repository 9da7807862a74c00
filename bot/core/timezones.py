"""Time zones as people type them."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz, process, utils

from bot.core.calendar import zone_names
from bot.core.clubs import one_line
from bot.core.errors import ClubError

# Zones without a place in them are kept out of suggestions: they know no daylight saving, or go by another sign.
PLACELESS = ("Etc/", "SystemV/", "posix/", "right/")
NO_ZONES = {"localtime", "Factory"}
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
# The longest name has 32 characters; comparing what is much longer costs time and finds nothing.
LONGEST_TYPED = 60
OFFSET = re.compile(r"(utc|gmt)?\s*[+-]\s*\d{1,2}(:?\d\d)?", re.IGNORECASE)


def time_zone(typed: str) -> str:
    """The IANA name that is meant, also by its city alone. Raises ClubError with suggestions for one that is none."""
    wanted = _key(typed)
    exact = [name for name in _zones() if name.casefold() == wanted]
    of_city = [name for name in _zones() if _city(name) == wanted]
    if found := exact or of_city[:1] * (len(of_city) == 1):
        return found[0]
    shown = one_line(typed).replace("`", "ʼ")[:40]
    if OFFSET.fullmatch(typed.strip()):
        raise ClubError(
            f"`{shown}` knows no daylight saving. Name a zone by its city, such as `Europe/Berlin`, or `UTC`."
        )
    close = suggested_zones(typed, 3) or _alike(typed, 3, 0)
    hint = f"Did you mean {', '.join(f'`{name}`' for name in close)}?" if wanted else "`Europe/Berlin`, for example."
    raise ClubError(f"`{shown}` is an unknown time zone. {hint}" if shown else f"Which time zone? {hint}")


def suggested_zones(typed: str, limit: int = 25) -> list[str]:
    """Zones whose name holds what was typed, then those that look like it; the common ones for no text."""
    wanted = _key(typed)
    if not wanted:
        return list(COMMON[:limit])
    held = [name for name in _zones() if wanted in name.casefold()]
    held.sort(key=lambda name: (not _city(name).startswith(wanted), name not in COMMON, name))
    return list(dict.fromkeys([*held, *_alike(typed, limit, LEAST_LIKENESS)]))[:limit]


def _alike(typed: str, limit: int, least: int) -> list[str]:
    """Zones by likeness, best first."""
    found = process.extract(
        typed[:LONGEST_TYPED],
        _zones(),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=least,
    )
    return [name for name, _, _ in found]


def _key(typed: str) -> str:
    return typed.strip().replace(" ", "_").casefold()


def _city(name: str) -> str:
    return name.casefold().rpartition("/")[2]


@cache
def _zones() -> list[str]:
    return sorted(name for name in zone_names() if not name.startswith(PLACELESS) and name not in NO_ZONES)
