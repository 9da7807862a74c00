"""The sessions of a week that members read about: its meetings with their hosts. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.note import Part
from bot.services.hosts.reading import cast_here
from bot.services.meetings.planning import current_meetings, meeting_ahead
from bot.services.weeks.parts import part_in, parts_after
from bot.services.weeks.views import WeekSession
from bot.storage.presences import rows as presence_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def sessions_of(connection: AsyncConnection, club: Club, week: Week) -> tuple[WeekSession, ...]:
    """Every session of the week in its order, the one of its own slot first. That one may have no meeting."""
    there = await presence_rows.present_in(connection, week.id)
    held = {one.slot: one for one in await current_meetings(connection, club, week)}
    return tuple(
        [
            WeekSession(
                day,
                held.get(day),
                await cast_here(connection, club, day),
                there.get(day, 0),
                await part_in(connection, week, day),
            )
            for day in sorted({week.slot, *held, *there})
        ]
    )


async def sessions_to_come(
    connection: AsyncConnection, club: Club, week: Week, now: datetime
) -> tuple[WeekSession, ...]:
    """The same for a week that is not stored yet."""
    days = [week.slot]
    if club.settings.meeting:
        days += await parts_after(connection, club, week.slot, week.periods)
    parts = [None] if week.periods == 1 else [Part(number, week.periods) for number in range(1, week.periods + 1)]
    return tuple(
        [
            WeekSession(
                day,
                await meeting_ahead(connection, club, week, day, now),
                await cast_here(connection, club, day),
                part=part,
            )
            for day, part in zip(days, parts, strict=False)
        ]
    )
