"""The meeting of one session as it is stored, with its Discord event and its next step. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.core.meetings.event import EventFacts
    from bot.core.meetings.plan import Meeting


class MeetingState(StrEnum):
    """The states of a session's meeting. The value is stored."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class MeetingStep(StrEnum):
    """What happens by itself around a meeting, in this order. The value is stored, and a part of outbox keys."""

    REMIND_DAY = "24h"
    REMIND_HOUR = "1h"
    BEGIN = "begin"


BEFORE = {
    MeetingStep.REMIND_DAY: timedelta(days=1),
    MeetingStep.REMIND_HOUR: timedelta(hours=1),
    MeetingStep.BEGIN: timedelta(0),
}


@dataclass(frozen=True, slots=True)
class SessionMeeting:
    """The meeting of the session that the club and its `slot` identify. `week_id` is None until its week is planned.

    `is_moved` is set if an organizer chose its time: a change of the plan doesn't change it then. Reminders that were
    due before `told_at`, when members could first read of this time, are left out.

    `event_key` is the key of the outbox entry that creates its Discord event, None if there is none. `event_id` is the
    event once Discord has it, and `event_shows` what Discord was last told about it. `is_event_gone` is set if somebody
    removed the event: it isn't made again. `is_asked` once its thread was asked who was there.
    """

    id: int
    club_id: int
    slot: date
    week_id: int | None
    meeting: Meeting
    is_moved: bool
    state: MeetingState
    told_at: datetime
    next_step: MeetingStep | None = None
    next_step_at: datetime | None = None
    event_key: str | None = None
    event_id: int | None = None
    event_shows: EventFacts | None = None
    is_event_gone: bool = False
    is_asked: bool = False

    @property
    def is_planned(self) -> bool:
        return self.state is MeetingState.PLANNED

    def is_ahead(self, now: datetime) -> bool:
        """Whether it will take place and has not begun."""
        return self.is_planned and self.meeting.starts_at > now


def taken_times(sessions: Iterable[SessionMeeting], day: date) -> frozenset[datetime]:
    """Return when other sessions meet than that of the slot on `day`, so that it needs another time.

    Those are earlier sessions, and others that an organizer moved. All others follow the plan after this one.
    """
    others = (one for one in sessions if one.is_planned and (one.slot < day or (one.is_moved and one.slot != day)))
    return frozenset(one.meeting.starts_at for one in others)


def told(session: SessionMeeting, now: datetime) -> SessionMeeting:
    """Return the meeting with the steps that are left for members who can read of it from now on."""
    return _with_step_after(replace(session, told_at=now), done=None)


def after_step(session: SessionMeeting, step: MeetingStep) -> SessionMeeting:
    return _with_step_after(session, done=step)


def cancelled_meeting(session: SessionMeeting) -> SessionMeeting:
    """Return the meeting so that it does not take place. Its event belongs to the entry that ends it."""
    state = MeetingState.CANCELLED
    return replace(
        session, state=state, next_step=None, next_step_at=None, event_key=None, event_id=None, event_shows=None
    )


def is_pointless(step: MeetingStep, starts_at: datetime, now: datetime) -> bool:
    """Return whether a reminder comes too late to help, for example after an outage: the next one is due, or it began.

    A reminder that is late but still useful says when the meeting is, so it is right whenever it comes.
    """
    if step is MeetingStep.REMIND_DAY:
        return now >= starts_at - BEFORE[MeetingStep.REMIND_HOUR]
    return now >= starts_at


def _with_step_after(session: SessionMeeting, *, done: MeetingStep | None) -> SessionMeeting:
    ahead = list(MeetingStep) if done is None else list(MeetingStep)[list(MeetingStep).index(done) + 1 :]
    for step in ahead:
        at = session.meeting.starts_at - BEFORE[step]
        if step is MeetingStep.BEGIN or at > session.told_at:
            return replace(session, next_step=step, next_step_at=at)
    return replace(session, next_step=None, next_step_at=None)
