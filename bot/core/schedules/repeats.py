"""On which days an event of a calendar takes place."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from bot.core.calendar.weekly_slot import zone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from zoneinfo import ZoneInfo

NUMBER = re.compile(r"\d{1,9}")
# A weekly event of four years has 208. One that repeats more often, or forever, is no list of sessions.
MOST_DAYS = 208
FREQUENCIES = frozenset({"WEEKLY", "MONTHLY"})
# The parts of a rule by which a group may meet, and how high each may count. With others, the next day can take very
# long to find.
HIGHEST = {"BYDAY": 5, "BYSETPOS": 5, "BYMONTHDAY": 28, "INTERVAL": 12, "COUNT": MOST_DAYS}


def zone_of_calendar(calendar: Any) -> ZoneInfo | None:
    """Return the zone of the file. Some files write times in UTC, so an event's day may be another."""
    for calendar_wide in ("X-WR-TIMEZONE", "TIMEZONE-ID"):
        try:
            return zone_of(str(calendar[calendar_wide]))
        except (KeyError, ZoneInfoNotFoundError):
            continue
    return None


def changed_days(events: Sequence[Any], zone: ZoneInfo | None) -> set[tuple[str, date]]:
    """Return the days of repeating events that have an event of their own, with the events' UIDs."""
    changed = ((str(event.get("UID", "")), _day(event.get("RECURRENCE-ID"), zone)) for event in events)
    return {(uid, day) for uid, day in changed if day}


def repeats(event: Any) -> bool:
    """Return whether an event repeats, and not forever."""
    rule = event.get("RRULE")
    return isinstance(rule, dict) and bool(rule.get("UNTIL") or rule.get("COUNT"))


def days_of(event: Any, zone: ZoneInfo | None, changed: Collection[tuple[str, date]]) -> list[date]:
    """Return the event's days: one, those of its rule, or none if that can't be told."""
    start = _day(event.get("DTSTART"), zone)
    if start is None or event.get("RRULE") is None:
        return [start] if start else []
    if not repeats(event):
        return []
    days = _by_rule(event, start, zone)
    uid = str(event.get("UID", ""))
    left_out = set(_exceptions(event, zone))
    return [day for day in days if day not in left_out and (uid, day) not in changed]


def _by_rule(event: Any, start: date, zone: ZoneInfo | None) -> list[date]:
    """Return the days by the rule. The hour changes nothing, because no session repeats within a day."""
    rule = dict(event["RRULE"])
    until = rule.pop("UNTIL", None)
    end = _as_day(until[0], zone) if until else None
    if not _is_usual(rule):
        return []
    text = ";".join(f"{name}={','.join(map(_written, values))}" for name, values in rule.items())
    try:
        found = rrulestr(text, dtstart=datetime(start.year, start.month, start.day))  # noqa: DTZ001 - only its day counts
        days = [each.date() for each in islice(found, MOST_DAYS + 1)]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return []
    within = [day for day in days if end is None or day <= end]
    return within if len(within) <= MOST_DAYS else []


def _is_usual(rule: Mapping[str, Any]) -> bool:
    if not set(rule.get("FREQ", ())) <= FREQUENCIES or not set(rule) <= {"FREQ", "WKST", *HIGHEST}:
        return False
    numbers = ((name, NUMBER.search(_written(each))) for name in set(rule) & set(HIGHEST) for each in rule[name])
    return all(number is None or int(number[0]) <= HIGHEST[name] for name, number in numbers)


def _written(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _exceptions(event: Any, zone: ZoneInfo | None) -> list[date]:
    exceptions = event.get("EXDATE", [])
    lists = exceptions if isinstance(exceptions, list) else [exceptions]
    days = (_as_day(each.dt, zone) for some in lists for each in getattr(some, "dts", ()))
    return [day for day in days if day]


def _day(prop: Any, zone: ZoneInfo | None) -> date | None:
    return _as_day(getattr(prop, "dt", None), zone)


def _as_day(moment: object, zone: ZoneInfo | None) -> date | None:
    """Return the day in the zone that the file names."""
    if isinstance(moment, datetime):
        is_utc = zone is not None and moment.tzinfo is not None and moment.utcoffset() == UTC.utcoffset(None)
        return (moment.astimezone(zone) if is_utc else moment).date()
    return moment if isinstance(moment, date) else None
