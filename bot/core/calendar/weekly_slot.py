"""Weekly slots: a wall-clock time in a zone, exactly once a week, whatever daylight saving does.

The local date identifies a slot. So it is the same slot after a crash, an edit or a clock change.

The rules for zones come only from the pinned `tzdata` package. Python by default prefers the system's files, which are
often years older. Then the same club would post at different times on different machines.
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
    """A club's weekly time.

    `weekday` is as in `date.weekday()`, Monday 0. `at` has no zone. `zone` is an IANA name.
    """

    weekday: int
    at: time
    zone: str

    def instant_on(self, day: date) -> datetime:
        """Return the slot's instant on that day (UTC), or the first one after the gap if the day lacks that time."""
        return instant(datetime.combine(day, self.at), self.zone)

    def next_after(self, moment: datetime) -> date:
        """Return the local date of the first slot whose instant is later than `moment` (aware)."""
        # Start a day earlier: a slot whose time falls into a gap comes later than the clock of its date says.
        day = moment.astimezone(zone_of(self.zone)).date() - timedelta(days=1)
        day += timedelta(days=(self.weekday - day.weekday()) % 7)
        while self.instant_on(day) <= moment:
            day += WEEK
        return day

    def days_between(self, first: date, moment: datetime) -> list[date]:
        """Return the slots from the date `first` on whose instants are not after `moment`, oldest first."""
        days = []
        while self.instant_on(first) <= moment:
            days.append(first)
            first += WEEK
        return days


def instant(wall: datetime, zone: str) -> datetime:
    """Return a wall-clock time (naive) as an instant in UTC.

    A time that a clock change skips becomes the first instant after the gap. A time that occurs twice means the first.
    """
    local = wall.replace(tzinfo=zone_of(zone), fold=0)
    before = local.astimezone(UTC)
    if before.astimezone(local.tzinfo).replace(tzinfo=None) == wall:
        return before
    # In a gap, the time is before the change if read with the offset after it, and after the change if read with the
    # offset before it.
    return _change_between(local.replace(fold=1).astimezone(UTC), before, zone_of(zone))


def days_later(moment: datetime, days: int, zone: str) -> datetime:
    """Return the same wall-clock time `days` days later, as an instant in UTC."""
    local = moment.astimezone(zone_of(zone)).replace(tzinfo=None)
    return instant(local + timedelta(days=days), zone)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Return the zone with this IANA name. Raises ZoneInfoNotFoundError if there is none."""
    if name not in zone_names():
        raise ZoneInfoNotFoundError(f"no time zone is called {name!r}")
    with PINNED.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """Return every IANA name, including former ones."""
    return frozenset(PINNED.joinpath("zones").read_text(encoding="utf-8").split())


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """Return the second at which the zone's offset changes, between two instants with different offsets."""
    old = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + timedelta(seconds=(late - early) // SECOND // 2)
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == old else (early, middle)
    return late
