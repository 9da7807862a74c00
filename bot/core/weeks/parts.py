"""The further slots of a paper that takes several, and where they go if a break leaves them out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_at
from bot.core.weeks.note import NoteCode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime

    from bot.core.calendar.breaks import Break
    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week


@dataclass(frozen=True, slots=True)
class MovedPart:
    """A further slot of a paper, before and after. `row` is the id of what is stored for it."""

    row: int
    before: date
    after: date


def is_part(week: Week) -> bool:
    """Return whether the slot was taken by the week before it, whose paper goes on."""
    return week.note is not None and week.note.code == NoteCode.CONTINUES


def is_left_out(week: Week) -> bool:
    """Return whether something was left out, contrary to the plan."""
    return week.note is not None and not is_part(week)


def moved_parts(
    ahead: Sequence[Week], pause: Break, taken: Collection[date], club: Club, now: datetime
) -> tuple[MovedPart, ...]:
    """Return what moves of a paper's slots `ahead`, oldest first: those in the break, and all after them.

    Each goes to the next free slot. Those of others are `taken`, but for the club's next one: its post makes room.
    Nothing moves once a slot after the break is due.
    """
    zone = club.settings.slot.zone
    first = next((number for number, row in enumerate(ahead) if break_at(row.due_at, [pause], zone)), len(ahead))
    moving = ahead[first:]
    if not moving or any(row.due_at <= now and not break_at(row.due_at, [pause], zone) for row in moving):
        return ()
    free = _free_slots(club, moving[0].slot, taken, now)
    return tuple(MovedPart(row.id, row.slot, day) for row, day in zip(moving, free, strict=False))


def _free_slots(club: Club, day: date, taken: Collection[date], now: datetime) -> Iterator[date]:
    """Yield the slots after `day` that are ahead and in a period where nothing is decided."""
    table = club.timetable
    decided = {table.period_of(other) for other in taken}
    while True:
        day = table.following(day)
        is_next = club.next_slot and table.period_of(club.next_slot) == table.period_of(day)
        slot = club.next_slot if is_next and club.next_slot else day
        if table.period_of(day) not in decided and table.instant_on(slot) > now:
            yield slot
