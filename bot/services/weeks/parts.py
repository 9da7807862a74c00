"""A paper that takes several slots: one week with one post, and in each further slot a message that it goes on.

Part of a caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.week import Step, WeekState
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

SLOTS_LOOKED_BACK = 12


async def parts_after(connection: AsyncConnection, club: Club, day: date, periods: int) -> list[date]:
    """The further slots of a paper whose post is in the slot on `day`: the next ones that aren't decided."""
    parts: list[date] = []
    decided = await week_rows.slots_from(connection, club.id, day) if periods > 1 else set()
    while len(parts) < periods - 1:
        day = club.timetable.following(day)
        if day not in decided:
            parts.append(day)
    return parts


async def plan_parts(connection: AsyncConnection, club: Club, week: Week, parts: Sequence[date]) -> None:
    """Take these slots for the week, so that no other paper gets them."""
    for part, day in enumerate(parts, start=2):
        due = club.timetable.instant_on(day)
        facts = {"week": week.id, "part": part, "of": len(parts) + 1}
        note, step = Note(NoteCode.CONTINUES, facts), Step.SAY_CATCH_UP
        await week_rows.add_week(
            connection,
            club.id,
            day,
            state=WeekState.SKIPPED,
            due_at=due,
            note=note,
            next_step=step,
            next_step_at=due,
        )


def is_part(week: Week) -> bool:
    """Whether the slot was taken by the week before it, whose paper goes on."""
    return week.note is not None and week.note.code == NoteCode.CONTINUES


def is_left_out(week: Week) -> bool:
    """Whether something went other than planned."""
    return week.note is not None and not is_part(week)


async def drop_parts(connection: AsyncConnection, week: Week) -> None:
    """The week did not take place, so its further slots are free for other papers."""
    if week.periods == 1:
        return
    for row in await week_rows.latest_slots(connection, week.club_id, SLOTS_LOOKED_BACK):
        if row.note and is_part(row) and row.note.facts.get("week") == week.id:
            await week_rows.delete_week(connection, row.id)
