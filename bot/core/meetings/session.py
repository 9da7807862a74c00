"""The meeting of one session as it is stored, with its Discord event and its next reminder. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.meetings.plan import Meeting


class MeetingState(StrEnum):
    """The states of a session's meeting. The value is stored."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class MeetingReminder(StrEnum):
    """The reminders of a meeting, in this order. The value is stored, and a part of outbox keys."""

    DAY = "24h"
    HOUR = "1h"


@dataclass(frozen=True, slots=True)
class SessionMeeting:
    """The meeting of the session that the club and its `slot` identify. `week_id` is None until its week is planned.

    `is_moved` is set if an organizer chose its time: a change of the plan doesn't change it then. Reminders that were
    due before `told_at`, when members could first read of this time, are left out.

    `event_key` is the key of the outbox entry that creates its Discord event, None if it needs none. `event_id` is the
    event, once Discord has it. `is_event_gone` is set if somebody deleted the event: it isn't made again.
    """

    id: int
    club_id: int
    slot: date
    week_id: int | None
    meeting: Meeting
    is_moved: bool
    state: MeetingState
    told_at: datetime
    next_reminder: MeetingReminder | None = None
    remind_at: datetime | None = None
    event_key: str | None = None
    event_id: int | None = None
    is_event_gone: bool = False
