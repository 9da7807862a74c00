"""What a Discord event says about a meeting: the facts, without words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from bot.core.meetings.plan import Place, PlaceKind
from bot.core.weeks.note import Part

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.meetings.plan import Meeting
    from bot.core.weeks.week import Week

# Discord's limits.
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_LOCATION = 100, 1000, 100


class EventPart(StrEnum):
    """What a change of an event changes. People may have edited the other parts, which stay as they are."""

    TIME = "time"
    PLACE = "place"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class EventFacts:
    """The facts that an event shows. `part` is None for a paper with one meeting."""

    starts_at: datetime
    ends_at: datetime
    place: Place
    club_name: str
    number: int | None
    paper_key: str | None
    part: Part | None = None

    @classmethod
    def of(cls, club: Club, week: Week, meeting: Meeting, part: Part | None = None) -> Self | None:
        """Return the facts for this week's event; None without a place, because Discord requires one."""
        if meeting.place is None:
            return None
        about = (club.settings.name, week.number, week.paper_key, part)
        return cls(meeting.starts_at, meeting.ends_at, meeting.place, *about)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        place = Place(PlaceKind(stored["place"]), stored["channel_id"], stored["link"])
        starts_at, ends_at = (datetime.fromisoformat(stored[name]) for name in ("starts_at", "ends_at"))
        part = Part(*stored["part"]) if "part" in stored else None
        return cls(starts_at, ends_at, place, stored["club_name"], stored["number"], stored["paper_key"], part)

    def stored(self) -> dict[str, Any]:
        part = {"part": [self.part.number, self.part.of]} if self.part else {}
        return part | {
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "place": str(self.place.kind),
            "channel_id": self.place.channel_id,
            "link": self.place.link,
            "club_name": self.club_name,
            "number": self.number,
            "paper_key": self.paper_key,
        }

    def differs_in(self, shown: EventFacts | None) -> frozenset[EventPart]:
        """Return the parts that have to change in an event that shows these facts; all if nothing is known of it."""
        if shown is None:
            return frozenset(EventPart)
        same = {
            EventPart.TIME: (self.starts_at, self.ends_at) == (shown.starts_at, shown.ends_at),
            EventPart.PLACE: self.place == shown.place,
            EventPart.WORDS: self.about == shown.about,
        }
        return frozenset(part for part, is_same in same.items() if not is_same)

    @property
    def about(self) -> tuple[str, int | None, str | None, Part | None]:
        return self.club_name, self.number, self.paper_key, self.part


def event_marker(key: str) -> str:
    """Return the text in an event's description by which the bot recognizes it. `key` is that of its outbox entry."""
    return f"[{key}]"


def is_event_of(description: str | None, key: str, *, is_any_of_session: bool = False) -> bool:
    """Return whether this is the description of the entry's event, or of any event of the same session."""
    text, start = description or "", f"[{session_part(key)}"
    return event_marker(key) in text or (is_any_of_session and any(start + end in text for end in "]-"))


def session_part(key: str) -> str:
    """Return an event's key without the number of a later event of the same session."""
    start, _, last = key.rpartition("-")
    return start if last.isdecimal() else key
