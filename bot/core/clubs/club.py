"""A reading club and its settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.core.calendar.rhythm import FIRST_MONDAY, Rhythm
from bot.core.calendar.timetable import Timetable
from bot.core.errors import ClubError, Code, Typed
from bot.core.meetings.plan import changed_plan
from bot.core.text.short_inputs import name_line, read_alike, shown_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.calendar.breaks import Break
    from bot.core.calendar.weekly_slot import WeeklySlot
    from bot.core.meetings.plan import MeetingPlan

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_NAME = 40
LOG_DAYS, REVIEW_DAYS, REVIEWERS = range(1, 15), range(1, 15), range(1, 4)
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?(?:\s*(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)
LEAST_DAY_LETTERS = 2


class TypedTime(Typed):
    __slots__ = ()
    longest = 20


@dataclass(eq=False)
class NamelessClubError(ClubError):
    """The name has no visible character."""


@dataclass(eq=False)
class LongClubNameError(ClubError):
    length: int
    most: int


@dataclass(eq=False)
class UnknownWeekdayError(ClubError):
    """The text is neither a day's name nor the first letters of one."""


@dataclass(eq=False)
class BadTimeOfDayError(ClubError):
    typed: TypedTime


@dataclass(eq=False)
class SettingOutOfRangeError(ClubError):
    setting: Code
    least: int
    most: int
    value: int


class ClubState(StrEnum):
    """The states of a club. A paused club keeps its syllabus and posts nothing; a closed one is history."""

    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ClubSettings:
    """What an organizer chooses.

    `log_days` counts from the weekly post, `review_days` from when logs are due. Posts mention `role_id`. Members with
    `organiser_role_id` may run the club. Members may leave `takeaways`. A session's host may choose its paper if
    `host_picks`. With `auto_vote`, members vote on nominations after each post. A forum's posts get the tag `tag_id`.
    `slot` is the weekday and time of posts, and `rhythm` says how often they come. Without a `meeting`, the club never
    meets live.
    """

    name: str
    channel_id: int
    is_forum: bool
    slot: WeeklySlot
    role_id: int | None = None
    organiser_role_id: int | None = None
    log_days: int = 5
    review_days: int = 2
    reviewers: int = 2
    anonymous: bool = False
    takeaways: bool = True
    host_picks: bool = False
    auto_vote: bool = False
    tag_id: int | None = None
    meeting: MeetingPlan | None = None
    rhythm: Rhythm = Rhythm.WEEKLY

    def __post_init__(self) -> None:
        # A damaged weekday would count as one of the seven, and move posts to it.
        _within("weekday", self.slot.weekday, range(len(WEEKDAYS)))
        _within("log_days", self.log_days, LOG_DAYS)
        _within("review_days", self.review_days, REVIEW_DAYS)
        _within("reviewers", self.reviewers, REVIEWERS)


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """The settings that an edit changes, already parsed: fields of `ClubSettings`, of its slot and of its meeting."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    slot: Mapping[str, Any] = field(default_factory=dict)
    meeting: Mapping[str, Any] = field(default_factory=dict)

    def made_on(self, settings: ClubSettings) -> ClubSettings:
        """Return the settings after the change. Raises ClubError if one is out of range."""
        changed = {"meeting": changed_plan(settings.meeting, self.meeting), **self.settings}
        return replace(settings, slot=replace(settings.slot, **self.slot), **changed)


@dataclass(frozen=True, slots=True)
class Club:
    """One reading group of a server.

    `token` identifies the club in the copies of our messages that Discord keeps, and never changes. `next_slot` and
    `next_due` are None unless the club is active. `anchor` is a day in the first week of one of its periods; None for a
    club that has always been weekly. `breaks` are in order and may be over. `held_slot` is the next slot of a paused
    club if an organizer had moved it.
    """

    id: int
    token: str
    server_id: int
    settings: ClubSettings
    state: ClubState
    next_slot: date | None
    next_due: datetime | None
    anchor: date | None = None
    breaks: tuple[Break, ...] = ()
    held_slot: date | None = None

    @property
    def timetable(self) -> Timetable:
        """When the club has slots: ask this for the one after another."""
        anchor, settings = self.anchor or FIRST_MONDAY, self.settings
        return Timetable(settings.slot, settings.rhythm, anchor, self.breaks, self.next_slot)


def new_club(settings: ClubSettings, server_id: int, token: str, now: datetime) -> Club:
    """Return a club that begins at its first slot after `now`. It is not stored yet, so its id is 0."""
    anchor = None if settings.rhythm is Rhythm.WEEKLY else settings.slot.next_after(now)
    club = Club(0, token, server_id, settings, ClubState.ACTIVE, None, None, anchor)
    day = club.timetable.next_after(now)
    return replace(club, next_slot=day, next_due=settings.slot.instant_on(day))


def club_name(typed: str) -> str:
    """Return the name as one line of visible text. Raises ClubError if it is empty or too long."""
    name = name_line(typed)
    if not name:
        raise NamelessClubError
    if len(name) > LONGEST_NAME:
        raise LongClubNameError(len(name), LONGEST_NAME)
    return name


def weekday(typed: str) -> int:
    """Return the weekday, Monday 0 to Sunday 6, from its name or the start of its name. Raises ClubError."""
    wanted = read_alike(typed).rstrip(".,").casefold()
    for number, name in enumerate(WEEKDAYS):
        if len(wanted) >= LEAST_DAY_LETTERS and name.casefold().startswith(wanted):
            return number
    raise UnknownWeekdayError


def time_of_day(typed: str) -> time:
    """Return the typed time: `18:00`, `6:30`, `18.00`, `18` or `6:30 pm`. Raises ClubError for anything else."""
    found = TIME.fullmatch(read_alike(typed))
    hour = _hour(int(found["hour"]), found["half"]) if found else None
    if found is None or hour is None:
        raise BadTimeOfDayError(TypedTime(typed if shown_back(typed, TypedTime.longest) else "?"))
    return time(hour, int(found["minute"] or 0))


def _hour(shown: int, half: str | None) -> int | None:
    """Return the hour from 0 to 23, or None if no clock shows it. With `half` (a or p), `shown` is from 1 to 12."""
    if half is None:
        return shown if shown < 24 else None  # noqa: PLR2004 - hours of a day
    if not 1 <= shown <= 12:  # noqa: PLR2004 - hours of a dial
        return None
    return shown % 12 + (12 if half in "pP" else 0)


def _within(name: str, value: int, allowed: range) -> None:
    if value not in allowed:
        raise SettingOutOfRangeError(Code(name), allowed[0], allowed[-1], value)
