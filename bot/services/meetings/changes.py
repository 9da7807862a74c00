"""What a change of a club means for its meetings ahead, for the organizer. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.storage.meetings import rows as meeting_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from bot.core.clubs.club import Club, SettingsChange
    from bot.core.meetings.session import SessionMeeting
    from bot.storage.connections import AsyncConnection

TIMES = {"weekday", "at"}
# By the slots of the sessions.
Planned: TypeAlias = "Mapping[date, SessionMeeting]"


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """When a session's meeting begins, before and after: the same if it stays. None where it doesn't take place.

    `is_told` says whether the thread of the session's week is told; before its post, there is none.
    """

    before: datetime | None
    after: datetime | None
    is_told: bool = True


async def planned_meetings(connection: AsyncConnection, club: Club, now: datetime) -> dict[date, SessionMeeting]:
    """The club's stored meetings ahead, by the slots of their sessions."""
    if club.settings.meeting is None:
        return {}
    stored = await meeting_rows.meetings_of(connection, club.id, now)
    return {one.slot: one for one in stored if one.is_ahead(now)}


def changed_meetings(before: Planned, after: Planned) -> tuple[MeetingChange, ...]:
    """Return what differs, in the order of the sessions."""
    return tuple(change for change in _all(before, after) if change.before != change.after)


def meetings_after_edit(before: Planned, after: Planned, change: SettingsChange) -> tuple[MeetingChange, ...]:
    """Return what differs, without meetings that are new. If the plan's times differ, also what stays nevertheless."""
    is_retimed = not TIMES.isdisjoint(change.meeting)
    known = [one for one in _all(before, after) if one.before]
    return tuple(one for one in known if is_retimed or one.before != one.after)


def _all(before: Planned, after: Planned) -> list[MeetingChange]:
    return [_change(before.get(slot), after.get(slot)) for slot in sorted({*before, *after})]


def _change(before: SessionMeeting | None, after: SessionMeeting | None) -> MeetingChange:
    begins, begins_now = (one.meeting.starts_at if one else None for one in (before, after))
    return MeetingChange(begins, begins_now, is_told=before is None or before.next_step is not None)
