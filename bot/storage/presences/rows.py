"""The rows of presences: who said that they were at a week's meeting; and the meetings to ask about."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, func, insert, select

from bot.core.clubs.club import ClubState
from bot.core.meetings.session import MeetingState
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer, GivenAnswer
from bot.storage.meetings.tables import meetings
from bot.storage.presences.tables import presences
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs, outbox, weeks
from bot.storage.weeks.rows import TAKEN_BACK

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

COUNT = select(func.count()).where(presences.c.week_id == bindparam("week"), presences.c.answer == Answer.IN)
BY_MEMBER = (presences.c.week_id == bindparam("week"), presences.c.user_id == bindparam("user"))
OWN, FORGET = select(presences).where(*BY_MEMBER), delete(presences).where(*BY_MEMBER)


async def present_in(connection: AsyncConnection, week_id: int) -> int:
    """Return how many were there."""
    count: int = (await connection.execute(COUNT, {"week": week_id})).scalar_one()
    return count


async def presence_of(connection: AsyncConnection, week_id: int, user_id: int) -> GivenAnswer | None:
    """Return what the member said, even if it was taken back."""
    row = (await connection.execute(OWN, {"week": week_id, "user": user_id})).one_or_none()
    return GivenAnswer(None if row.answer == TAKEN_BACK else Answer(row.answer), row.answered_at) if row else None


async def save_presence(connection: AsyncConnection, week_id: int, user_id: int, given: GivenAnswer) -> None:
    """Store it in place of what the member said before."""
    await connection.execute(FORGET, {"week": week_id, "user": user_id})
    facts = {"answer": given.answer or TAKEN_BACK, "answered_at": given.at}
    await connection.execute(insert(presences), {"week_id": week_id, "user_id": user_id, **facts})


async def weeks_to_ask(
    connection: AsyncConnection, since: datetime, now: datetime, limit: int, shards: Shards
) -> list[int]:
    """Return the weeks whose meeting ended between `since` and `now`, and whose members were not asked."""
    found = await connection.scalars(_to_ask(shards), {"since": since, "now": now, "most": limit})
    return list(found)


@cache
def _to_ask(shards: Shards) -> Select[Any]:
    is_over = (meetings.c.ends_at <= bindparam("now"), meetings.c.ends_at > bindparam("since"))
    took_place = (meetings.c.state == MeetingState.PLANNED, clubs.c.state != ClubState.CLOSED)
    was_asked = exists().where(outbox.c.week_id == weeks.c.id, outbox.c.kind == Kind.PRESENCES)
    return (
        select(weeks.c.id)
        .join(meetings, meetings.c.week_id == weeks.c.id)
        .join(clubs, clubs.c.id == weeks.c.club_id)
        .where(*is_over, *took_place, weeks.c.thread_id.is_not(None), ~was_asked, within(clubs.c.server_id, shards))
        .order_by(meetings.c.ends_at)
        .limit(bindparam("most"))
    )
