"""What a change of a club's breaks means for its meetings ahead, for the organizer. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.storage.meetings import rows as meeting_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """When a session's meeting begins, before and after. None where it doesn't take place."""

    before: datetime | None
    after: datetime | None


async def planned_meetings(connection: AsyncConnection, club: Club, now: datetime) -> dict[date, datetime]:
    """When the club's stored meetings ahead begin, by the slots of their sessions."""
    if club.settings.meeting is None:
        return {}
    stored = await meeting_rows.meetings_of(connection, club.id, now)
    return {one.slot: one.meeting.starts_at for one in stored if one.is_ahead(now)}


def changed_meetings(before: Mapping[date, datetime], after: Mapping[date, datetime]) -> tuple[MeetingChange, ...]:
    """Return what differs, in the order of the sessions."""
    changes = (MeetingChange(before.get(slot), after.get(slot)) for slot in sorted({*before, *after}))
    return tuple(change for change in changes if change.before != change.after)
