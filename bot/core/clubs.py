"""What a reading club is, and which settings it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import ClubError
from bot.core.short_inputs import name_line, read_alike, shown_back

if TYPE_CHECKING:
    from bot.core.calendar import WeeklySlot

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_NAME = 40
LOG_DAYS, REVIEW_DAYS, REVIEWERS = range(1, 15), range(1, 15), range(1, 4)
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?(?:\s*(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)
LEAST_DAY_LETTERS = 2


class ClubState(StrEnum):
    """A paused club keeps its syllabus and posts nothing; a closed one is history."""

    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ClubSettings:
    """What an organiser chooses. Days are counted from the weekly post, review days from when logs are due.

    `role_id` is mentioned in posts, `organiser_role_id` may steer the club, `tag_id` is put on a forum's posts.
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
    tag_id: int | None = None

    def __post_init__(self) -> None:
        _within("log_days", self.log_days, LOG_DAYS)
        _within("review_days", self.review_days, REVIEW_DAYS)
        _within("reviewers", self.reviewers, REVIEWERS)


@dataclass(frozen=True, slots=True)
class Club:
    """`token` names the club in Discord's copies of our messages, for ever; `next_slot` and `next_due` are None unless
    the club is active.
    """

    id: int
    token: str
    server_id: int
    settings: ClubSettings
    state: ClubState
    next_slot: date | None
    next_due: datetime | None


def club_name(typed: str) -> str:
    """One line of visible text. Raises ClubError for one that is empty or too long."""
    name = name_line(typed)
    if not name:
        raise ClubError("A club needs a name, such as `Sunday papers`.")
    if len(name) > LONGEST_NAME:
        raise ClubError(f"That name has {len(name)} characters; the most is {LONGEST_NAME}.")
    return name


def weekday(typed: str) -> int:
    """Monday 0 … Sunday 6, from a name or its beginning. Raises ClubError."""
    wanted = read_alike(typed).rstrip(".,").casefold()
    for number, name in enumerate(WEEKDAYS):
        if len(wanted) >= LEAST_DAY_LETTERS and name.casefold().startswith(wanted):
            return number
    raise ClubError(f"Which day? Choose one of {', '.join(WEEKDAYS)}.")


def time_of_day(typed: str) -> time:
    """`18:00`, `6:30`, `18.00`, `18` or `6:30 pm`. Raises ClubError for anything that no clock shows."""
    found = TIME.fullmatch(read_alike(typed))
    hour = _hour(int(found["hour"]), found["half"]) if found else None
    if found is None or hour is None:
        shown = shown_back(typed, 20) or "`?`"
        raise ClubError(f"{shown} is no time of day. Give it as `18:00`, from `00:00` to `23:59`.")
    return time(hour, int(found["minute"] or 0))


def _hour(shown: int, half: str | None) -> int | None:
    """From 0 to 23; None for an hour that no clock shows. With `half`, a or p, it is one of a dial of twelve hours."""
    if half is None:
        return shown if shown < 24 else None  # noqa: PLR2004 - hours of a day
    if not 1 <= shown <= 12:  # noqa: PLR2004 - hours of a dial
        return None
    return shown % 12 + (12 if half in "pP" else 0)


def _within(name: str, value: int, allowed: range) -> None:
    if value not in allowed:
        raise ClubError(f"`{name}` can be {allowed[0]} to {allowed[-1]}, not {value:,}.")
