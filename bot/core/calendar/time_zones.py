"""Reads time zones as people type them: names, cities, countries, abbreviations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process, utils

from bot.core.calendar.city_zones import place_key, zones_at, zones_beginning
from bot.core.calendar.weekly_slot import zone_names, zone_of
from bot.core.errors import ClubError, Code, Typed
from bot.core.text.short_inputs import read_alike, shown_back

COMMON = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
)
UTC_NAMES = frozenset(("utc", "uct", "zulu", "universal", "z", "etc/utc", "etc/uct", "etc/zulu", "etc/universal"))
# Abbreviations that people use for a zone's time. Some are zones without daylight saving in the IANA database, and some
# mean several places. So the member is asked which place they mean, likeliest first.
ABBREVIATIONS = {
    "America/New_York America/Toronto": "est edt et est5edt eastern",
    "America/Chicago America/Mexico_City": "cdt ct cst6cdt central",
    "America/Chicago Asia/Shanghai America/Mexico_City": "cst",
    "America/Denver America/Phoenix": "mst mdt mt mst7mdt mountain",
    "America/Los_Angeles America/Vancouver": "pst pdt pt pst8pdt pacific",
    "America/Anchorage": "akst akdt",
    "Pacific/Honolulu": "hst hdt",
    "America/Halifax": "adt",
    "America/Halifax Asia/Riyadh": "ast atlantic",
    "America/St_Johns": "nst ndt",
    "America/Sao_Paulo": "brt",
    "America/Argentina/Buenos_Aires": "art",
    "Europe/London UTC": "gmt gmt0 greenwich greenwich_mean",
    "Europe/London": "bst british",
    "Europe/Lisbon Atlantic/Canary": "wet west western_european",
    "Europe/Berlin Europe/Paris Europe/Madrid": "cet cest met mest mez mesz central_european",
    "Europe/Athens Europe/Helsinki Europe/Kyiv": "eet eest eastern_european",
    "Europe/Moscow": "msk msd",
    "Europe/Istanbul": "trt",
    "Africa/Johannesburg": "sast",
    "Africa/Lagos": "wat",
    "Africa/Nairobi": "eat",
    "Africa/Maputo": "cat",
    "Asia/Kolkata Europe/Dublin Asia/Jerusalem": "ist",
    "Asia/Jerusalem": "idt",
    "Asia/Dubai": "gst",
    "Asia/Karachi": "pkt",
    "Asia/Bangkok Asia/Ho_Chi_Minh": "ict",
    "Asia/Jakarta": "wib",
    "Asia/Singapore": "sgt",
    "Asia/Hong_Kong": "hkt",
    "Asia/Manila": "pht",
    "Asia/Tokyo": "jst",
    "Asia/Seoul": "kst",
    "Australia/Sydney Australia/Melbourne Australia/Brisbane": "aest aedt aet",
    "Australia/Adelaide Australia/Darwin": "acst acdt act",
    "Australia/Perth": "awst",
    "Pacific/Auckland": "nzst nzdt nzt",
}
CALLED = {name: zones.split() for zones, names in ABBREVIATIONS.items() for name in names.split()}
# The places to suggest for an offset, most populous first.
OFFSETS_ASKED = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London", "Europe/Berlin"),
    *("Europe/Athens", "Asia/Shanghai", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney", "Europe/Istanbul"),
    *("America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Bogota", "America/Halifax", "Africa/Lagos"),
    *("Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Dhaka"),
    *("Asia/Jakarta", "Asia/Singapore", "Asia/Seoul", "Australia/Brisbane", "Australia/Adelaide", "Asia/Tehran"),
    *("Asia/Kathmandu", "Asia/Yangon", "Pacific/Auckland", "Pacific/Honolulu", "America/Anchorage"),
    *("America/St_Johns", "Atlantic/Azores", "Asia/Kabul", "America/Caracas"),
)
ASKED, MOST_ASKED = 3, 5
LEAST_LIKENESS = 82  # of 100
# The longest zone name has 32 characters. Comparing much longer text costs time and finds nothing.
LONGEST_TYPED = 60
OFFSET = re.compile(r"(?:(?P<etc>etc/)?(?:utc|gmt))?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?")


@dataclass(eq=False)
class WhichTimeZoneError(ClubError):
    """The text is empty or unreadable."""


class ZoneFault(StrEnum):
    """Why a text does not name one time zone: no zone has this name, or several do, or a small place shares it with the
    one likely meant. An offset such as `UTC+2` ignores daylight saving, and an abbreviation such as `EST` may.
    """

    UNKNOWN = "unknown"
    UNCLEAR = "unclear"
    OFFSET = "offset"
    ABBREVIATION = "abbreviation"


@dataclass(eq=False)
class NotOneTimeZoneError(ClubError):
    """`zones` are suggestions, likeliest first."""

    fault: ZoneFault
    typed: Typed
    zones: tuple[Code, ...]


def time_zone(typed: str) -> str:
    """Return the IANA name of the zone that is meant; a city or a country alone is enough.

    Raises ClubError with suggestions if the text names no zone, names several, or may leave out daylight saving.
    """
    wanted = read_alike(typed)
    if wanted.casefold() in UTC_NAMES:
        return "UTC"
    fixed = _of_offset(wanted)
    if fixed is not None:
        raise _refused(ZoneFault.OFFSET, typed, fixed)
    if called := CALLED.get(_abbreviation(wanted)):
        return _only_or_asked(called, typed)
    return _named(wanted, typed)


def suggested_zones(typed: str, limit: int = 25) -> list[str]:
    """Return zones that may be meant, likeliest first; the common ones if nothing is typed."""
    wanted = read_alike(typed)
    key = wanted.replace(" ", "_").casefold()
    if not key:
        return list(COMMON[:limit])
    held = [name for name in _suggested() if key in name.casefold()]
    held.sort(key=lambda name: (not _city(name).startswith(key), name not in COMMON, name))
    cities = [name for name in held if _city(name).startswith(key)]
    first = [*(_of_offset(wanted) or []), *CALLED.get(_abbreviation(wanted), []), *zones_at(wanted)[0]]
    found = dict.fromkeys([*first, *cities, *zones_beginning(wanted, limit), *held, *_alike(wanted, limit)])
    return [zone for zone in found if zone.casefold() in _names()][:limit]


def _named(wanted: str, typed: str) -> str:
    """Return a zone by its own name or by the name of a place in it. Raises ClubError."""
    name = _names().get(re.sub(r"\s*/\s*", "/", wanted).replace(" ", "_").casefold())
    if name and "/" in name:
        return name
    zones, is_clear = zones_at(wanted)
    known = [zone for zone in zones if zone.casefold() in _names()]
    if name and not known:
        return name
    if known and is_clear:
        return known[0]
    if known:
        raise _refused(ZoneFault.UNCLEAR, typed, known[:MOST_ASKED])
    if not shown_back(typed):
        raise WhichTimeZoneError
    alike = _alike(wanted, ASKED) if place_key(wanted) else []
    raise _refused(ZoneFault.UNKNOWN, typed, alike)


def _only_or_asked(zones: list[str], typed: str) -> str:
    """Return an abbreviation's zone if it has only one and that zone keeps one time all year (JST).

    Raises ClubError with suggestions otherwise.
    """
    if len(zones) == 1 and len(_offsets(zones[0])) == 1 and zones[0] != "Pacific/Honolulu":
        return zones[0]
    raise _refused(ZoneFault.ABBREVIATION, typed, zones)


def _refused(fault: ZoneFault, typed: str, zones: list[str]) -> NotOneTimeZoneError:
    return NotOneTimeZoneError(fault, Typed(typed), tuple(map(Code, zones)))


def _abbreviation(wanted: str) -> str:
    words = wanted.casefold().removeprefix("etc/").replace(".", "").split()
    return "_".join(word for word in words if word not in {"time", "standard", "daylight", "summer"})


def _of_offset(wanted: str) -> list[str] | None:
    """Return places whose clocks have this UTC offset for at least part of the year; None if the text is no offset."""
    found = OFFSET.fullmatch(wanted.casefold())
    if found is None:
        return None
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    # POSIX reverses the sign: Etc/GMT+5 is five hours behind UTC.
    offset = -offset if (found["sign"] == "-") != bool(found["etc"]) else offset
    standard = [zone for zone in OFFSETS_ASKED if _offsets(zone)[0] == offset]
    summer = [zone for zone in OFFSETS_ASKED if offset in _offsets(zone)[1:]]
    return [*standard[:2], *summer[:1], *(["UTC"] if not offset else [])]


@cache
def _offsets(zone: str) -> list[timedelta | None]:
    """Return the zone's offset from UTC in standard time, then the one in daylight saving time, if it has that."""
    year = datetime.now(UTC).year
    days = [datetime(year, month, 1, tzinfo=UTC).astimezone(zone_of(zone)) for month in range(1, 13)]
    return sorted({day.utcoffset() for day in days}, key=lambda offset: offset or timedelta())


def _alike(typed: str, limit: int) -> list[str]:
    """Return similar zones, best first.

    A plain word has to be nearly a zone's city, because worse guesses only mislead.
    """
    is_name = "/" in typed
    choices = {name: name if is_name else _city(name) for name in _suggested()}
    found = process.extract(
        typed[:LONGEST_TYPED],
        choices,
        scorer=fuzz.WRatio if is_name else fuzz.ratio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=0 if is_name else LEAST_LIKENESS,
    )
    return [name for _, _, name in found]


def _city(name: str) -> str:
    return name.casefold().rpartition("/")[2]


@cache
def _names() -> dict[str, str]:
    """Return every zone by its lower-case name."""
    return {name.casefold(): name for name in zone_names()}


@cache
def _suggested() -> list[str]:
    """Return each zone once, by its current name. Links from former names are left out, such as `Asia/Istanbul`."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    return ["UTC", *sorted(line.split("\t")[2] for line in table.splitlines() if not line.startswith("#"))]
