"""A paper that takes several slots: one week with one post, and in each further slot a message that it goes on.

Part of a caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.note import Note, NoteCode, Part, part_of
from bot.core.weeks.parts import is_part
from bot.core.weeks.week import Step, WeekState
from bot.storage.meetings import rows as meeting_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


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


async def second_slot_at(connection: AsyncConnection, club: Club, week: Week) -> datetime | None:
    """When the second slot of the week's paper begins, also of a week that isn't stored yet.

    None if the paper takes only one, or if a break takes the second.
    """
    if week.periods == 1:
        return None
    if week.id == 0:
        return club.timetable.instant_on((await parts_after(connection, club, week.slot, week.periods))[0])
    second = next(iter(await part_rows.further_slots(connection, week)), None)
    return second.due_at if second and club.timetable.is_free(second.slot) else None


async def session_slots(connection: AsyncConnection, club: Club, week: Week) -> list[date]:
    """The slots in which a club with meetings has a session on the week's paper, without those in a break by now."""
    if week.periods == 1:
        return [week.slot]
    further = await part_rows.further_slots(connection, week)
    return [week.slot, *(row.slot for row in further if club.timetable.is_free(row.slot))]


async def part_in(connection: AsyncConnection, week: Week, day: date) -> Part | None:
    """Which part of the week's paper the slot on `day` brings; None if it takes only one."""
    if week.periods == 1:
        return None
    if day == week.slot:
        return Part(1, week.periods)
    row = await part_rows.slot_row(connection, week.club_id, day)
    return part_of(row.note) if row and row.note and is_part(row) else None


async def give_paper_back(connection: AsyncConnection, week: Week) -> None:
    """The week did not take place: its paper is next again, with its periods, and its poll's winner waits again."""
    if week.paper_key:
        queue = await syllabus_rows.queue_of(connection, week.club_id)
        rest = [key for key in queue if key != week.paper_key]
        await syllabus_rows.replace_queue(connection, week.club_id, [week.paper_key, *rest])
        await syllabus_rows.set_periods(connection, week.club_id, week.paper_key, week.periods)
    await drop_parts(connection, week)
    await poll_rows.release_winner(connection, week.club_id, week.id)


async def drop_parts(connection: AsyncConnection, week: Week) -> None:
    """The week did not take place, so its further slots are free for other papers."""
    if week.periods == 1:
        return
    for row in await part_rows.further_slots(connection, week):
        await meeting_rows.forget_meeting(connection, week.club_id, row.slot)
        await week_rows.delete_week(connection, row.id)
