"""A calendar in the format of calendar programs (.ics, RFC 5545). Pure; `to_ical` makes its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.calendar_files.revisions import Revision
    from bot.core.clubs.club import Club

PRODUCT = "-//Paper Club//Paper Club//EN"
HOST = "paper-club"
# How often programs should ask for news. Most ask less often, whatever we say.
ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class EventText:
    """The words of an event, already in the reader's language."""

    summary: str
    description: str
    location: str
    url: str
    takes_time: bool = True


def uid_of(club: Club, revision: Revision) -> str:
    """Return the event's identity, which is the same in every file and feed, wherever the session is moved."""
    return f"{club.token}-{revision.period:%Y%m%d}@{HOST}"


def calendar_of(club: Club, events: Iterable[tuple[Revision, EventText]]) -> Calendar:
    """Return the club's calendar.

    Times are in UTC: every program shows them right, whatever it thinks of clock changes. The club's zone is named for
    those who want to know its days.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        # The library doesn't know that these are texts, whose special characters have to be escaped.
        calendar.add(name, vText(club.settings.name))
    calendar.add("x-wr-timezone", club.settings.slot.zone)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for revision, text in events:
        calendar.add_component(_event(club, revision, text))
    return calendar


def _event(club: Club, revision: Revision, text: EventText) -> Event:
    event = Event()
    event.add("uid", uid_of(club, revision))
    event.add("sequence", revision.sequence)
    event.add("dtstamp", _in_utc(revision.changed_at))
    event.add("last-modified", _in_utc(revision.changed_at))
    event.add("dtstart", _in_utc(revision.starts_at))
    event.add("dtend", _in_utc(revision.ends_at))
    event.add("summary", text.summary)
    event.add("description", text.description)
    event.add("location", text.location)
    event.add("url", text.url)
    event.add("status", "CANCELLED" if revision.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if text.takes_time and not revision.is_cancelled else "TRANSPARENT")
    return event


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
