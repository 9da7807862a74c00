"""A club's next slot after its day, time, zone, rhythm or breaks have changed. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.calendar.rhythm import Rhythm
from bot.core.clubs.club import ClubState

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.calendar.breaks import Break
    from bot.core.clubs.club import Club, ClubSettings


def next_slot(club: Club, now: datetime, last: date | None) -> date:
    """Return the next slot under the club's present timetable, not too close to `last`, the date of its last slot."""
    table = club.timetable
    slot = table.first_slot(now, last)
    # The last slot was moved to an earlier day of its period, whose own day is still to come: it has had its slot.
    if last is None or table.period_of(slot) > table.period_of(last) or not _has_had_its_slot(club, last):
        return slot
    return table.following(last)


def _has_had_its_slot(club: Club, last: date) -> bool:
    """Return whether the slot after `last` is in a later period. After a pause, it always is: nobody has moved it."""
    if club.next_slot is None:
        return True
    is_same_day = club.next_slot.weekday() == club.settings.slot.weekday
    return is_same_day and club.timetable.period_of(last) < club.timetable.period_of(club.next_slot)


def moved_slot(club: Club) -> date | None:
    """Return the club's next slot if an organizer moved it inside its period."""
    slot = club.next_slot
    return slot if slot and slot != club.timetable.usual_day(slot) else None


def kept_slot(before: Club, after: Club, now: datetime) -> date | None:
    """Return the slot that an organizer moved, if new settings leave it next: not if its day or rhythm changed."""
    slot, old, new = moved_slot(before), before.settings, after.settings
    if slot is None or (old.slot.weekday, old.rhythm) != (new.slot.weekday, new.rhythm):
        return None
    table = after.timetable
    return slot if table.instant_on(slot) > now and table.is_free(slot) else None


def paused(club: Club) -> Club:
    """Return the club while it is paused. A slot that an organizer moved is held."""
    return replace(club, state=ClubState.PAUSED, next_slot=None, next_due=None, held_slot=moved_slot(club))


def resumed(club: Club, now: datetime, last: date | None) -> Club:
    """Return the club with the slot that is next after a pause: the one that was held, if it is still ahead."""
    held, table = club.held_slot, club.timetable
    is_ahead = held is not None and table.instant_on(held) > now and table.is_free(held)
    slot = held if held and is_ahead else next_slot(club, now, last)
    return replace(club, state=ClubState.ACTIVE, next_slot=slot, next_due=table.instant_on(slot), held_slot=None)


def with_settings(club: Club, settings: ClubSettings, now: datetime, last: date | None) -> Club:
    """Return the club with these settings. A new rhythm counts from its last slot, or else from its next."""
    changed = replace(club, settings=settings)
    if (settings.slot.weekday, settings.rhythm) != (club.settings.slot.weekday, club.settings.rhythm):
        changed = replace(changed, held_slot=None)
    if settings.rhythm is club.settings.rhythm:
        return changed
    if settings.rhythm is Rhythm.WEEKLY:
        return replace(changed, anchor=None)
    return replace(changed, anchor=last or settings.slot.next_after(now))


def with_breaks(club: Club, breaks: tuple[Break, ...], now: datetime, last: date | None) -> Club:
    """Return the club with these breaks and the slot that is next then.

    A slot that is free stays next, even one that was moved, unless the club may now have one in an earlier period.
    """
    changed = replace(club, breaks=tuple(sorted(breaks)))
    if club.next_slot is None:
        return changed
    table, slot = changed.timetable, club.next_slot
    if not table.is_free(slot):
        slot = table.following(slot)
    first = table.first_slot(now, last)
    has_had = last is not None and table.period_of(first) <= table.period_of(last)
    if table.period_of(first) < table.period_of(slot) and not has_had:
        slot = first
    return replace(changed, next_slot=slot, next_due=table.instant_on(slot))
