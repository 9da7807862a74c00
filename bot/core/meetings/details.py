"""The details that outbox entries about meetings store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.core.outbox.details import Details


@dataclass(frozen=True, slots=True)
class EventDetails(Details):
    """The meeting of an event to make or to change, and the facts that were sent (see `EventFacts`)."""

    meeting_id: int = 0
    event_id: int | None = None
    facts: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class EventEndDetails(Details):
    """The event to cancel. Whatever becomes of the meeting, this event is over."""

    event_id: int = 0
    is_withdrawn: bool = True


@dataclass(frozen=True, slots=True)
class MeetingReminderDetails(Details):
    """A meeting's reminder, one of its parts, and the members that it names. `starts_at` is in ISO format.

    With `is_moved`, it says that the meeting has this time now, with `is_off` that there is none at this time, and with
    `is_back` that there is one after all.
    """

    meeting_id: int = 0
    starts_at: str = ""
    part: int = 0
    members: list[int] | None = None
    is_moved: bool | None = None
    is_off: bool | None = None
    is_back: bool | None = None
