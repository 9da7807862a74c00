"""Weekly slots: a wall-clock time in a zone, exactly once a week whatever daylight saving does.

A slot is named by its local date, which is what makes it the same slot after a crash, an edit, or a clock change.

The rules of zones come from the pinned `tzdata` package alone. Python itself prefers the system's files, which are
often years older, and then posts would come at another time on another machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
PINNED = files("tzdata")


@dataclass(frozen=True, slots=True)
class WeeklySlot:
    """`weekday` as in `date.weekday()`, Monday 0; `at` without zone; `zone` an IANA name."""

    weekday: int
    at: time
    zone: str

    def instant_on(self, day: date) -> datetime:
        """When the slot's time comes on that day (UTC), or would have come where the day lacks it."""
        return instant(datetime.combine(day, self.at), self.zone)

    def next_after(self, moment: datetime) -> date:
        """The local date of the first slot whose instant is later than `moment` (aware)."""
        # A day back, because a slot whose time falls into a gap comes later than its date's clock says.
        day = moment.astimezone(zone_of(self.zone)).date() - timedelta(days=1)
        day += timedelta(days=(self.weekday - day.weekday()) % 7)
        while self.instant_on(day) <= moment:
            day += WEEK
        return day

    def days_between(self, first: date, moment: datetime) -> list[date]:
        """The slots from the date `first` on whose instants are not later than `moment`, oldest first."""
        days = []
        while self.instant_on(first) <= moment:
            days.append(first)
            first += WEEK
        return days


def instant(wall: datetime, zone: str) -> datetime:
    """A wall-clock time (naive) as an instant in UTC.

    A time that a clock change skips is taken as the first instant after the gap, one that comes twice as the first.
    """
    local = wall.replace(tzinfo=zone_of(zone), fold=0)
    before = local.astimezone(UTC)
    if before.astimezone(local.tzinfo).replace(tzinfo=None) == wall:
        return before
    # In a gap: the time read with the offset after the change lies before it, with the offset before it lies after it.
    return _change_between(local.replace(fold=1).astimezone(UTC), before, zone_of(zone))


def days_later(moment: datetime, days: int, zone: str) -> datetime:
    """The same wall-clock time so many days later, as an instant in UTC."""
    local = moment.astimezone(zone_of(zone)).replace(tzinfo=None)
    return instant(local + timedelta(days=days), zone)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Raises ZoneInfoNotFoundError for a name that is no IANA zone."""
    if name not in zone_names():
        raise ZoneInfoNotFoundError(f"no time zone is called {name!r}")
    with PINNED.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name, former ones too."""
    return frozenset(PINNED.joinpath("zones").read_text(encoding="utf-8").split())


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the zone's offset changes, between two instants that have different ones."""
    old = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + timedelta(seconds=(late - early) // SECOND // 2)
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == old else (early, middle)
    return late
