"""When and where a club meets live: its plan, and the meeting of one session that follows from it. Pure.

A session is one period of a club. The date of its slot identifies it, also before its week is posted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.core.calendar.breaks import break_at
from bot.core.calendar.weekly_slot import WEEK, WeeklySlot, zone_of
from bot.core.errors import ClubError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.core.calendar.timetable import Timetable

USUAL_MINUTES = 60
MINUTES = range(15, 481)
WEEKDAY_NUMBERS = range(7)


@dataclass(eq=False)
class MeetingLengthError(ClubError):
    minutes: int
    least: int
    most: int


@dataclass(eq=False)
class MeetingIncompleteError(ClubError):
    """A club without meetings was given only a part of what one needs: a day and a time."""

    has_day: bool
    has_time: bool


class PlaceKind(StrEnum):
    """Where a meeting takes place. The value is stored."""

    VOICE = "voice"
    STAGE = "stage"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Place:
    """A voice or stage channel of the server, or a link to somewhere else."""

    kind: PlaceKind
    channel_id: int | None = None
    link: str = ""

    def __post_init__(self) -> None:
        if (self.kind is PlaceKind.LINK) is not (self.channel_id is None) or bool(self.link) is bool(self.channel_id):
            raise ValueError(f"{self.kind} is no place with channel {self.channel_id} and link {self.link!r}")


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """A club's regular meeting. `weekday` is as in `date.weekday()`, `at` is in the club's time zone.

    `place` is None as long as nobody has chosen one.
    """

    weekday: int
    at: time
    minutes: int = USUAL_MINUTES
    place: Place | None = None

    def __post_init__(self) -> None:
        # A damaged weekday would count as one of the seven, and move meetings to it.
        if self.weekday not in WEEKDAY_NUMBERS:
            raise ValueError(f"{self.weekday} is no weekday")
        if self.minutes not in MINUTES:
            raise MeetingLengthError(self.minutes, MINUTES[0], MINUTES[-1])


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting of one session."""

    starts_at: datetime
    ends_at: datetime
    place: Place | None


def meeting_of(plan: MeetingPlan, day: date, timetable: Timetable, taken: Collection[datetime] = ()) -> Meeting:
    """Return the meeting of the club's session whose slot is on `day`.

    It is the first one after the usual day of that slot, and after its post. So it stays where it is if the post was
    moved to a day before. A meeting at the very time of the post is a week later, when members had time to read. One
    that would be inside a break, or when another session meets (`taken`), takes place after it.
    """
    clock = WeeklySlot(plan.weekday, plan.at, timetable.slot.zone)
    held_on = clock.next_after(max(map(timetable.instant_on, (day, timetable.usual_day(day)))))
    while (at := clock.instant_on(held_on)) in taken or break_at(at, timetable.breaks, clock.zone) is not None:
        held_on += WEEK
    return lasting(plan, at)


def has_meeting(plan: MeetingPlan, day: date, timetable: Timetable, taken: Collection[datetime] = ()) -> bool:
    """Return whether the session has a meeting: not if it would be later than the next usual post, at the next one."""
    return meeting_of(plan, day, timetable, taken).starts_at <= timetable.instant_on(timetable.following(day))


def meeting_by_plan(
    plan: MeetingPlan, day: date, timetable: Timetable, *, goes_on: bool = False, taken: Collection[datetime] = ()
) -> Meeting | None:
    """Return the session's meeting; None if there is no time for it before that of the next session.

    With `goes_on`, the slot is a further one of a paper that takes several. A break that was added later can cover it:
    then the club has no slot in that period, so the paper has no session in it.
    """
    if goes_on and not timetable.is_free(day):
        return None
    return meeting_of(plan, day, timetable, taken) if has_meeting(plan, day, timetable, taken) else None


def is_by_plan(plan: MeetingPlan, meeting: Meeting, timetable: Timetable) -> bool:
    """Return whether the club's plan has a meeting at this time."""
    clock = WeeklySlot(plan.weekday, plan.at, timetable.slot.zone)
    day = day_of(meeting, clock.zone)
    is_regular = day.weekday() == plan.weekday and clock.instant_on(day) == meeting.starts_at
    return is_regular and break_at(meeting.starts_at, timetable.breaks, clock.zone) is None


def planned_with(timetable: Timetable, day: date, starts_at: datetime) -> Timetable:
    """Return the timetable by which the meeting at this time was planned.

    A post that came before its usual day has its meeting after that day, so its own day doesn't count. But if the club
    posts on another weekday by now, the usual day may be that of the next post.
    """
    usual = replace(timetable, since=None)
    own = usual.usual_day(day)
    is_early = timetable.since is None or own < timetable.since
    return usual if is_early and starts_at > usual.instant_on(own) else timetable


def meeting_on(plan: MeetingPlan, day: date, zone: str) -> Meeting:
    """Return a meeting that was moved to `day`, at the plan's time of day."""
    return lasting(plan, WeeklySlot(day.weekday(), plan.at, zone).instant_on(day))


def lasting(plan: MeetingPlan, starts_at: datetime) -> Meeting:
    """Return a meeting of the planned length and place."""
    return Meeting(starts_at, starts_at + timedelta(minutes=plan.minutes), plan.place)


def day_of(meeting: Meeting, zone: str) -> date:
    """Return the meeting's date in the club's time zone."""
    return meeting.starts_at.astimezone(zone_of(zone)).date()


def changed_plan(plan: MeetingPlan | None, changes: Mapping[str, Any]) -> MeetingPlan | None:
    """Return the plan with these fields changed. Raises ClubError if a new plan lacks its day or its time."""
    if not changes:
        return plan
    if plan is not None:
        return replace(plan, **changes)
    if "weekday" not in changes or "at" not in changes:
        raise MeetingIncompleteError("weekday" in changes, "at" in changes)
    return MeetingPlan(**changes)
