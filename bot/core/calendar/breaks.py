"""A club's breaks: days without posts, deadlines and reminders. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.calendar.weekly_slot import instant, zone_of
from bot.core.errors import ClubError, NotNowError
from bot.core.text.short_inputs import name_line

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = timedelta(days=1)
LONGEST_BREAK = 366  # days
LONGEST_REASON = 100  # characters
MOST_BREAKS = 20  # ahead of a club
KEPT = timedelta(days=90)  # of a break that is over: longer than any deadline counts its days


@dataclass(eq=False)
class BreakBackwardsError(ClubError):
    first: date
    last: date


@dataclass(eq=False)
class BreakTooLongError(ClubError):
    days: int
    most: int


@dataclass(eq=False)
class BreakOverError(ClubError):
    """The whole break is in the past."""

    last: date


@dataclass(eq=False)
class BreaksOverlapError(ClubError):
    """Another break, from `first` to `last`, has some of the days."""

    first: date
    last: date
    is_one_day: bool = False


@dataclass(eq=False)
class TooManyBreaksError(ClubError):
    most: int


@dataclass(eq=False)
class LongBreakReasonError(ClubError):
    length: int
    most: int


@dataclass(eq=False)
class MoveIntoBreakError(NotNowError):
    """A post or a meeting can't move to a day inside a break."""

    day: date


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """A break from `first` to `last`, both included: dates in the club's time zone. The reason may be empty.

    `is_stretched` once the deadlines that were running when it was added have moved, which happens at most once.
    """

    first: date
    last: date
    reason: str = ""
    is_stretched: bool = False

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


def new_break(first: date, last: date, reason: str, breaks: Sequence[Break], today: date) -> Break:
    """Return the break if it can be added to the club's. Raises ClubError.

    `today` is the date in the club's zone. A break may have begun already.
    """
    if last < first:
        raise BreakBackwardsError(first, last)
    if last < today:
        raise BreakOverError(last)
    days = (last - first).days + 1
    if days > LONGEST_BREAK:
        raise BreakTooLongError(days, LONGEST_BREAK)
    text = name_line(reason)
    if len(text) > LONGEST_REASON:
        raise LongBreakReasonError(len(text), LONGEST_REASON)
    ahead = [other for other in sorted(breaks) if other.last >= today]
    for other in ahead:
        if other.first <= last and first <= other.last:
            raise BreaksOverlapError(other.first, other.last, is_one_day=other.first == other.last)
    if len(ahead) >= MOST_BREAKS:
        raise TooManyBreaksError(MOST_BREAKS)
    return Break(first, last, text)


def still_needed(breaks: Sequence[Break], today: date) -> tuple[Break, ...]:
    return tuple(one for one in sorted(breaks) if one.last >= today - KEPT)


def break_between(breaks: Sequence[Break], first: date, last: date) -> Break | None:
    """Return the first break with a day from `first` to `last`."""
    return next((one for one in sorted(breaks) if one.first <= last and one.last >= first), None)


def break_on(day: date, breaks: Sequence[Break]) -> Break | None:
    """Return the break that covers the day."""
    return next((found for found in breaks if found.covers(day)), None)


def break_at(moment: datetime, breaks: Sequence[Break], zone: str) -> Break | None:
    """Return the break at this instant (aware), by the date in the club's zone."""
    return break_on(moment.astimezone(zone_of(zone)).date(), breaks) if breaks else None


def after_break(moment: datetime, breaks: Sequence[Break], zone: str) -> datetime:
    """Return `moment`, or the same time of day on the first day after the breaks that cover it (UTC).

    For reminders: one that would come inside a break comes when it is over.
    """
    if break_at(moment, breaks, zone) is None:
        return moment
    local = moment.astimezone(zone_of(zone)).replace(tzinfo=None)
    while True:
        covering = break_on(local.date(), breaks)
        if covering is not None:
            local = datetime.combine(covering.last + DAY, local.time())
            continue
        waited = instant(local, zone)
        # If the zone skips a day, the instant has a later date than asked for: perhaps one in the next break.
        if break_at(waited, breaks, zone) is None:
            return waited
        local += DAY


def reminder_at(moment: datetime, deadline: datetime, breaks: Sequence[Break], zone: str) -> datetime:
    """Return when a reminder about a deadline comes that would come at `moment`: not inside a break.

    It comes when the break is over; on the day of the deadline, half-way to it. In a week that goes on through a break,
    its deadline is inside, and the reminder stays.
    """
    if break_at(moment, breaks, zone) is None or break_at(deadline, breaks, zone) is not None:
        return moment
    after = after_break(moment, breaks, zone)
    if after < deadline:
        return after
    day = after.astimezone(zone_of(zone)).date()
    begins = min(instant(datetime.combine(day, time()), zone), deadline)
    return begins + (deadline - begins) / 2


def moved_deadline(
    deadline: datetime, now: datetime, before: Sequence[Break], after: Sequence[Break], zone: str
) -> datetime:
    """Return the deadline once the club's breaks change: members keep as many days outside of breaks as they had left.

    One that has passed stays. None comes earlier, such as that of a week that goes on through a break.
    """
    if deadline <= now:
        return deadline
    local = deadline.astimezone(zone_of(zone)).replace(tzinfo=None)
    today = now.astimezone(zone_of(zone)).date()
    days = [today + number * DAY for number in range(1, (local.date() - today).days + 1)]
    left = sum(break_on(day, before) is None for day in days)
    moved = stretched(instant(datetime.combine(today + left * DAY, local.time()), zone), now, after, zone)
    return max(moved, deadline)


def stretched(deadline: datetime, start: datetime, breaks: Sequence[Break], zone: str) -> datetime:
    """Return the deadline of a week that began at `start`, later by the days of breaks in between (UTC).

    Members get as many days outside of breaks as they were promised, and the same time of day. `deadline` is the one
    without breaks: stretching a stretched one would count the breaks twice. Without a break in between, it stays as it
    is.
    """
    local = deadline.astimezone(zone_of(zone)).replace(tzinfo=None)
    day = start.astimezone(zone_of(zone)).date()
    days_left = (local.date() - day).days
    while days_left > 0:
        day += DAY
        days_left -= break_on(day, breaks) is None
    if day <= local.date():
        return after_break(deadline.astimezone(UTC), breaks, zone)
    return after_break(instant(datetime.combine(day, local.time()), zone), breaks, zone)
