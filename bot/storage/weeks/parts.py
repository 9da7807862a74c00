"""The rows of a paper that takes several slots: that of its week, and one for each further slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from bot.core.weeks.note import NoteCode
from bot.core.weeks.week import Step
from bot.storage.tables import weeks
from bot.storage.weeks.rows import change_week, read_week, week_by_id

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.weeks.week import Week

GOES_ON = (weeks.c.note == NoteCode.CONTINUES, weeks.c.note_facts["week"].as_integer() == bindparam("week"))
LATER = (weeks.c.club_id == bindparam("club"), weeks.c.slot > bindparam("day"))
FURTHER = select(weeks).where(*LATER, *GOES_ON).order_by(weeks.c.slot)
IN_SLOT = select(weeks).where(weeks.c.club_id == bindparam("club"), weeks.c.slot == bindparam("day"))


async def further_slots(connection: AsyncConnection, week: Week) -> list[Week]:
    """Return the rows of the slots in which the week's paper goes on, in their order."""
    rows = await connection.execute(FURTHER, {"club": week.club_id, "day": week.slot, "week": week.id})
    return [read_week(row) for row in rows]


async def slot_row(connection: AsyncConnection, club_id: int, day: date) -> Week | None:
    """Return what the club has stored for the slot: its week, or why it has none."""
    row = (await connection.execute(IN_SLOT, {"club": club_id, "day": day})).one_or_none()
    return read_week(row) if row else None


async def week_read_in(connection: AsyncConnection, row: Week) -> Week | None:
    """Return the week whose paper is read in this row's slot: the row itself, or the one that goes on in it."""
    if row.note is None or row.note.code != NoteCode.CONTINUES:
        return row
    return await week_by_id(connection, int(row.note.facts["week"]))


async def move_slot(connection: AsyncConnection, row: int, day: date, due: datetime) -> None:
    """The paper goes on in the slot on `day` instead, and members are told then."""
    await change_week(connection, row, slot=day, due_at=due, next_step=Step.SAY_CATCH_UP, next_step_at=due)
