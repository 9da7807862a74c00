"""Where sessions go whose slots the club no longer has, for example after a change of rhythm. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.hosts.timing import days_ahead

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from bot.core.clubs.club import Club


def new_days(club: Club, days: Collection[date], decided: Collection[date]) -> dict[date, date | None]:
    """Return the new slot for each session on one of these days; None if it is off. Sessions in `decided` slots stay.

    A session moves to the slot of its period. It is off if there is none, as in a break, or if that slot already has
    another session of the period, as after a change of rhythm. If that slot has the session of an earlier period, as
    after a change from Sundays to Mondays, it moves to the slot after that.
    """
    found: dict[date, date | None] = {}
    periods: dict[date, date] = {}  # of the sessions, by their new slots
    for day in sorted(set(days) - set(decided)):
        new, period = _day_for(club, day), club.timetable.period_of(day)
        if new in periods and period not in periods.values():
            new = club.timetable.following(max(periods))
            while new in decided:
                new = club.timetable.following(new)
        if new in periods or (new != day and new in days):
            new = None
        if new is not None:
            periods[new] = period
        found[day] = new
    return found


def _day_for(club: Club, day: date) -> date | None:
    """Return the slot in the period of `day`; None if the period has none, for example because of a break.

    What comes before the next slot, because the club's weekday or rhythm has changed, belongs to that one.
    """
    if club.next_slot and day < club.next_slot and club.timetable.is_free(day):
        return club.next_slot
    wanted = club.timetable.period_of(day)
    for slot in days_ahead(club):
        period = club.timetable.period_of(slot)
        if period == wanted:
            return slot
        if period > wanted:
            return None
    return None
