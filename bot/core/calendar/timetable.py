"""A club's timetable: its slot, its rhythm and its breaks; so exactly one slot in each period, or none. Pure.

It answers the same questions as `WeeklySlot` and gives the same answers for a weekly club without breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import Break, break_at, reminder_at
from bot.core.calendar.rhythm import DAY, FIRST_MONDAY, Rhythm, day_in_period, next_period, period_of
from bot.core.calendar.weekly_slot import zone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from zoneinfo import ZoneInfo

    from bot.core.calendar.weekly_slot import WeeklySlot

# After a change of weekday, the next slot of a weekly club is at least this long after the last.
LEAST_APART = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a club has slots. `anchor` is any day in the first week of any of its periods.

    For a new club, that is its first slot. After a change of rhythm, it is its last slot, so that the next one comes a
    whole period later. `since` is the first slot that it decides on: the club's next one. Earlier slots may have come
    from an earlier timetable.
    """

    slot: WeeklySlot
    rhythm: Rhythm = Rhythm.WEEKLY
    anchor: date = FIRST_MONDAY
    breaks: tuple[Break, ...] = ()
    since: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.slot.zone)

    def instant_on(self, day: date) -> datetime:
        """Return the slot's instant on that day (UTC), as `WeeklySlot.instant_on`."""
        return self.slot.instant_on(day)

    def period_of(self, day: date) -> date:
        """Return the first day of the period of the slot on `day`, also if that slot was moved inside its period."""
        return period_of(day, self.rhythm, self.anchor)

    def usual_day(self, day: date) -> date:
        """Return the day of the slot on `day` before anybody moved it inside its period; of an older slot, its own."""
        if self.since is not None and day < self.since:
            return day
        return day_in_period(self.period_of(day), self.slot.weekday, self.rhythm)

    def is_free(self, day: date) -> bool:
        """Return whether the instant of a slot on `day` is outside of breaks."""
        return not self.breaks or break_at(self.instant_on(day), self.breaks, self.slot.zone) is None

    def reminder_at(self, moment: datetime, deadline: datetime) -> datetime:
        """Return when a reminder about a deadline comes: at `moment`, or after a break."""
        return reminder_at(moment, deadline, self.breaks, self.slot.zone)

    def next_after(self, moment: datetime) -> date:
        """Return the local date of the first slot whose instant is later than `moment` (aware)."""
        # Start a day earlier: a slot whose time falls into a gap comes later than the clock of its date says.
        day = moment.astimezone(zone_of(self.slot.zone)).date() - DAY
        return next(day for day in self._slots_in_and_after(self.period_of(day)) if self.instant_on(day) > moment)

    def following(self, day: date) -> date:
        """Return the date of the slot after the one on `day`: always in a later period, so that none has two."""
        return next(self._slots_in_and_after(next_period(self.period_of(day), self.rhythm)))

    def coming(self, first: date, count: int, decided: Collection[date] = ()) -> list[date]:
        """Return the slot on `first`, which may have been moved inside its period, and those after it.

        Later ones that are `decided` already, such as skipped ones, are left out.
        """
        later = self._slots_in_and_after(next_period(self.period_of(first), self.rhythm))
        return [first, *islice((day for day in later if day not in decided), count - 1)]

    def count_before(self, end: datetime, now: datetime, most: int) -> int:
        """Return how many slots come after `now` and before `end`, or `most` if there are more."""
        later = self._slots_in_and_after(self.period_of(self.next_after(now)))
        ahead = (at for day in later if (at := self.instant_on(day)) > now)
        return sum(1 for _ in islice(takewhile(lambda at: at < end, ahead), most))

    def days_between(self, first: date, moment: datetime) -> list[date]:
        """Return the slots from the one on `first` on whose instants are not after `moment`, oldest first.

        `first` may have been moved inside its period. It is left out if a break covers it by now.
        """
        if self.instant_on(first) > moment:
            return []
        later = self._slots_in_and_after(next_period(self.period_of(first), self.rhythm))
        due = takewhile(lambda day: self.instant_on(day) <= moment, later)
        return [first, *due] if self.is_free(first) else list(due)

    def first_slot(self, now: datetime, last: date | None) -> date:
        """Return the first slot after `now` that is not too close to `last`, the date of the club's last slot.

        For a change of weekday or rhythm. A weekly club waits four days, for example from Sunday to Monday. In any
        other rhythm, the slot is also in a later period than the last.
        """
        day = self.next_after(now)
        while last is not None and self._is_too_close(day, last):
            day = self.following(day)
        return day

    def _is_too_close(self, day: date, last: date) -> bool:
        in_its_period = self.rhythm is not Rhythm.WEEKLY and self.period_of(day) <= self.period_of(last)
        return day - last < LEAST_APART or in_its_period

    def _slots_in_and_after(self, period: date) -> Iterator[date]:
        """Return the slots of this and all later periods, without those in breaks."""
        while True:
            day = day_in_period(period, self.slot.weekday, self.rhythm)
            if self.is_free(day):
                yield day
            period = next_period(period, self.rhythm)
