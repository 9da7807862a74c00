"""Who is known to have left a server, and of whom that has to be known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, or_, select, union

from bot.core.weeks import Answer, WeekState
from bot.storage.paper_logs import LogState
from bot.storage.reviews import Origin, ReviewState
from bot.storage.sharded import within
from bot.storage.tables import attendances, clubs, leavers, paper_logs, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.sharding import Shards

# No week stays open for so long, and in a new one nobody counts who has not pressed or written anything in it.
KEPT = timedelta(days=90)


async def leavers_of(connection: AsyncConnection, server_id: int, *, after: datetime | None = None) -> frozenset[int]:
    """Only those whom the bot missed `after` an instant, if one is given."""
    query = select(leavers.c.user_id).where(leavers.c.server_id == server_id)
    return frozenset(await connection.scalars(query.where(leavers.c.noticed_at > after) if after else query))


async def note_leavers(connection: AsyncConnection, server_id: int, user_ids: Collection[int], now: datetime) -> None:
    """Who is noted already must not be among them."""
    await connection.execute(delete(leavers).where(leavers.c.noticed_at < now - KEPT))
    rows = [{"server_id": server_id, "user_id": user_id, "noticed_at": now} for user_id in sorted(user_ids)]
    await connection.execute(insert(leavers), rows)


async def forget_leavers(connection: AsyncConnection, server_id: int, user_ids: Collection[int]) -> bool:
    """They are in the server; whether any of them was thought to have left."""
    those = and_(leavers.c.server_id == server_id, leavers.c.user_id.in_(user_ids))
    return (await connection.execute(delete(leavers).where(those))).rowcount > 0


async def reviewers_at_work(connection: AsyncConnection, week_id: int) -> set[int]:
    """Who was named for a review of the week and has not written it.

    Where reviews are anonymous, whether it is written or not: what follows must not tell.
    """
    undone = or_(reviews.c.state == ReviewState.OPEN, reviews.c.is_anonymous)
    query = select(reviews.c.reviewer_id).where(reviews.c.week_id == week_id, reviews.c.origin == Origin.GIVEN, undone)
    return set(await connection.scalars(query))


async def taking_part(connection: AsyncConnection, week_id: int) -> set[int]:
    """Whom the week's messages may name: who is in, wrote a log, or reviews one."""
    said = and_(attendances.c.week_id == week_id, attendances.c.answer == Answer.IN)
    wrote = and_(paper_logs.c.week_id == week_id, paper_logs.c.state == LogState.KEPT)
    return set(
        await connection.scalars(
            union(
                select(attendances.c.user_id).where(said),
                select(paper_logs.c.author_id).where(wrote),
                select(reviews.c.reviewer_id).where(reviews.c.week_id == week_id),
            )
        )
    )


async def weeks_to_look_at(
    connection: AsyncConnection, soon: datetime, shards: Shards
) -> list[tuple[int, int, WeekState]]:
    """(week, server, state) of weeks under review, and of those that take a step until `soon`."""
    stepping = and_(weeks.c.next_step_at <= soon, weeks.c.state.in_((WeekState.POSTED, WeekState.READING)))
    query = select(weeks.c.id, clubs.c.server_id, weeks.c.state).join(clubs, clubs.c.id == weeks.c.club_id)
    wanted = or_(weeks.c.state == WeekState.REVIEWING, stepping)
    rows = await connection.execute(query.where(wanted, within(clubs.c.server_id, shards)).order_by(weeks.c.id))
    return [(row.id, row.server_id, WeekState(row.state)) for row in rows]
