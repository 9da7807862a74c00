"""The rows of presences: who said that they were at a meeting of a week; and the meetings to ask about."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select

from bot.core.clubs.club import ClubState
from bot.core.meetings.session import MeetingState
from bot.core.weeks.week import Answer, GivenAnswer
from bot.storage.meetings.tables import meetings
from bot.storage.presences.tables import presences
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs, weeks
from bot.storage.weeks.rows import TAKEN_BACK

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

THERE = (presences.c.week_id == bindparam("week"), presences.c.answer == Answer.IN)
COUNTS = select(presences.c.slot, func.count().label("there")).where(*THERE).group_by(presences.c.slot)
BY_MEMBER = (
    presences.c.week_id == bindparam("week"),
    presences.c.slot == bindparam("day"),
    presences.c.user_id == bindparam("user"),
)
OWN, FORGET = select(presences).where(*BY_MEMBER), delete(presences).where(*BY_MEMBER)


async def present_in(connection: AsyncConnection, week_id: int) -> dict[date, int]:
    """Return how many were at each of the week's meetings, by slot; those without anybody are missing."""
    return {row.slot: row.there for row in await connection.execute(COUNTS, {"week": week_id})}


async def presence_of(connection: AsyncConnection, week_id: int, day: date, user_id: int) -> GivenAnswer | None:
    """Return what the member said of the meeting of that slot, even if it was taken back."""
    row = (await connection.execute(OWN, {"week": week_id, "day": day, "user": user_id})).one_or_none()
    return GivenAnswer(None if row.answer == TAKEN_BACK else Answer(row.answer), row.answered_at) if row else None


async def save_presence(connection: AsyncConnection, week_id: int, day: date, user_id: int, given: GivenAnswer) -> None:
    """Store it in place of what the member said before."""
    await connection.execute(FORGET, {"week": week_id, "day": day, "user": user_id})
    facts = {"answer": given.answer or TAKEN_BACK, "answered_at": given.at}
    await connection.execute(insert(presences), {"week_id": week_id, "slot": day, "user_id": user_id, **facts})


async def meetings_to_ask(
    connection: AsyncConnection, since: datetime, now: datetime, limit: int, shards: Shards
) -> list[int]:
    """Return the meetings that ended between `since` and `now`, and whose members were not asked."""
    found = await connection.scalars(_to_ask(shards), {"since": since, "now": now, "most": limit})
    return list(found)


@cache
def _to_ask(shards: Shards) -> Select[Any]:
    is_over = (meetings.c.ends_at <= bindparam("now"), meetings.c.ends_at > bindparam("since"))
    took_place = (meetings.c.state == MeetingState.PLANNED, clubs.c.state != ClubState.CLOSED)
    can_ask = (weeks.c.thread_id.is_not(None), meetings.c.is_asked.is_(False))
    return (
        select(meetings.c.id)
        .join(weeks, weeks.c.id == meetings.c.week_id)
        .join(clubs, clubs.c.id == weeks.c.club_id)
        .where(*is_over, *took_place, *can_ask, within(clubs.c.server_id, shards))
        .order_by(meetings.c.ends_at)
        .limit(bindparam("most"))
    )
