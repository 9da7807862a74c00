"""Members who left a server, and the weeks that this affects."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, union

from bot.core.paper_logs.paper_log import LogState
from bot.core.reviews.review import Origin, ReviewState
from bot.core.weeks.week import Answer, WeekState
from bot.storage.shards.sharded import within
from bot.storage.tables import attendances, clubs, leavers, paper_logs, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

# No week stays open this long, and a new week counts only members who have pressed or written something in it.
KEPT = timedelta(days=90)
# Queries that every tick or press runs are built once: building a statement costs as much as running it.
OF_SERVER = select(leavers.c.user_id).where(leavers.c.server_id == bindparam("server"))
OF_SERVERS = select(leavers.c.server_id, leavers.c.user_id).where(
    leavers.c.server_id.in_(bindparam("servers", expanding=True))
)
FORGET = delete(leavers).where(
    leavers.c.server_id == bindparam("server"), leavers.c.user_id.in_(bindparam("users", expanding=True))
)
THESE_WEEKS: Any = bindparam("weeks", expanding=True)
WITH_LEAVERS = (
    select(weeks.c.id, leavers.c.user_id)
    .join(clubs, clubs.c.id == weeks.c.club_id)
    .join(leavers, leavers.c.server_id == clubs.c.server_id)
    .where(weeks.c.id.in_(THESE_WEEKS))
)
AT_WORK = select(reviews.c.week_id, reviews.c.reviewer_id).where(
    reviews.c.week_id.in_(THESE_WEEKS),
    reviews.c.origin == Origin.GIVEN,
    or_(reviews.c.state == ReviewState.OPEN, reviews.c.is_anonymous),
)
SAID_IN = and_(attendances.c.week_id.in_(THESE_WEEKS), attendances.c.answer == Answer.IN)
WROTE = and_(paper_logs.c.week_id.in_(THESE_WEEKS), paper_logs.c.state == LogState.KEPT)
TAKING_PART = union(
    select(attendances.c.week_id, attendances.c.user_id).where(SAID_IN),
    select(paper_logs.c.week_id, paper_logs.c.author_id).where(WROTE),
    select(reviews.c.week_id, reviews.c.reviewer_id).where(reviews.c.week_id.in_(THESE_WEEKS)),
)


async def leavers_of(connection: AsyncConnection, server_id: int, *, after: datetime | None = None) -> frozenset[int]:
    """Return the members who left; with `after`, only those noticed after that instant."""
    query = OF_SERVER.where(leavers.c.noticed_at > after) if after else OF_SERVER
    return frozenset(await connection.scalars(query, {"server": server_id}))


async def leavers_by_server(connection: AsyncConnection, server_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the members who left each of the servers; servers that nobody left are missing."""
    return _by_first(await connection.execute(OF_SERVERS, {"servers": list(server_ids)}))


async def note_leavers(connection: AsyncConnection, server_id: int, user_ids: Collection[int], now: datetime) -> None:
    """Note that these members left. None of them may be noted already."""
    await connection.execute(delete(leavers).where(leavers.c.noticed_at < now - KEPT))
    rows = [{"server_id": server_id, "user_id": user_id, "noticed_at": now} for user_id in sorted(user_ids)]
    await connection.execute(insert(leavers), rows)


async def forget_leavers(connection: AsyncConnection, server_id: int, user_ids: Collection[int]) -> bool:
    """Note that these members are in the server. Returns whether any of them was noted as having left."""
    return (await connection.execute(FORGET, {"server": server_id, "users": list(user_ids)})).rowcount > 0


async def weeks_with_leavers(connection: AsyncConnection, week_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return those of the weeks in whose server somebody has left, and who left."""
    return _by_first(await connection.execute(WITH_LEAVERS, {"weeks": list(week_ids)}))


async def reviewers_at_work(connection: AsyncConnection, week_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return, by week, who was assigned a review and has not written it.

    In anonymous clubs, written reviews count too, because what follows must not reveal which are written.
    """
    return _by_first(await connection.execute(AT_WORK, {"weeks": list(week_ids)}))


async def taking_part(connection: AsyncConnection, week_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return, by week, whom its messages may mention: those who are in, wrote a log, or review one."""
    return _by_first(await connection.execute(TAKING_PART, {"weeks": list(week_ids)}))


def _by_first(rows: Iterable[Any]) -> dict[int, frozenset[int]]:
    """Return the users in the rows' second columns by what is in the first: a week or a server."""
    users: dict[int, set[int]] = {}
    for row in rows:
        users.setdefault(row[0], set()).add(row[1])
    return {row_id: frozenset(found) for row_id, found in users.items()}


async def weeks_to_look_at(
    connection: AsyncConnection, soon: datetime, shards: Shards
) -> list[tuple[int, int, WeekState]]:
    """Return (week, server, state) of weeks in review, and of weeks with a step before `soon`."""
    rows = await connection.execute(_to_look_at(shards), {"soon": soon})
    return [(row.id, row.server_id, WeekState(row.state)) for row in rows]


@cache
def _to_look_at(shards: Shards) -> Select[Any]:
    before = weeks.c.next_step_at <= bindparam("soon")
    stepping = and_(before, weeks.c.state.in_((WeekState.POSTED, WeekState.READING)))
    query = select(weeks.c.id, clubs.c.server_id, weeks.c.state).join(clubs, clubs.c.id == weeks.c.club_id)
    wanted = or_(weeks.c.state == WeekState.REVIEWING, stepping)
    return query.where(wanted, within(clubs.c.server_id, shards)).order_by(weeks.c.id)
