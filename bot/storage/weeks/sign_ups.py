"""The rows of sign-ups: who is in for a club's next week, before that week exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, literal, select

from bot.core.weeks.week import Answer, GivenAnswer
from bot.storage.locks import lock_row
from bot.storage.shards.sharded import within
from bot.storage.tables import attendances, clubs, leavers
from bot.storage.weeks.rows import TAKEN_BACK
from bot.storage.weeks.tables import sign_ups

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

COLUMNS = ("user_id", "answer", "answered_at")
# Every post runs this, so it is built once.
FIRST = select(sign_ups.c.user_id).where(sign_ups.c.club_id == bindparam("club")).limit(1)


async def lock_club(connection: AsyncConnection, club_id: int) -> None:
    """Until this transaction ends, no other plans the club's next week or changes who is in for it."""
    await lock_row(connection, clubs.c.id, club_id)


async def sign_up_of(connection: AsyncConnection, club_id: int, user_id: int) -> GivenAnswer | None:
    """Return the member's answer, even if it was taken back."""
    query = select(sign_ups).where(sign_ups.c.club_id == club_id, sign_ups.c.user_id == user_id)
    row = (await connection.execute(query)).one_or_none()
    return GivenAnswer(None if row.answer == TAKEN_BACK else Answer(row.answer), row.answered_at) if row else None


async def save_sign_up(connection: AsyncConnection, club_id: int, user_id: int, given: GivenAnswer) -> None:
    """Store the member's answer in place of an earlier one."""
    whose = (sign_ups.c.club_id == club_id, sign_ups.c.user_id == user_id)
    await connection.execute(delete(sign_ups).where(*whose))
    facts = {"answer": given.answer or TAKEN_BACK, "answered_at": given.at}
    await connection.execute(insert(sign_ups).values(club_id=club_id, user_id=user_id, **facts))


async def signed_up(connection: AsyncConnection, club_id: int) -> list[int]:
    """Return the members who are in for the club's next week, in the order of their answers."""
    query = select(sign_ups.c.user_id).where(sign_ups.c.club_id == club_id, sign_ups.c.answer == Answer.IN)
    return list(await connection.scalars(query.order_by(sign_ups.c.answered_at, sign_ups.c.user_id)))


async def signed_up_before(connection: AsyncConnection, soon: datetime, shards: Shards) -> dict[int, frozenset[int]]:
    """Return, by server, who is in for a week that is planned before `soon`."""
    query = select(clubs.c.server_id, sign_ups.c.user_id).join(clubs, clubs.c.id == sign_ups.c.club_id)
    due = (clubs.c.next_due <= soon, sign_ups.c.answer == Answer.IN, within(clubs.c.server_id, shards))
    found: dict[int, set[int]] = {}
    for server_id, user_id in await connection.execute(query.where(*due)):
        found.setdefault(server_id, set()).add(user_id)
    return {server_id: frozenset(users) for server_id, users in found.items()}


async def move_to_week(connection: AsyncConnection, club_id: int, week_id: int) -> None:
    """Make the sign-ups answers of the new week. Those of members who have left are dropped."""
    if (await connection.execute(FIRST, {"club": club_id})).first() is None:
        return
    server = select(clubs.c.server_id).where(clubs.c.id == club_id).scalar_subquery()
    gone = select(leavers.c.user_id).where(leavers.c.server_id == server)
    moved = select(literal(week_id), *(sign_ups.c[name] for name in COLUMNS))
    counted = moved.where(sign_ups.c.club_id == club_id, sign_ups.c.user_id.not_in(gone))
    await connection.execute(insert(attendances).from_select(["week_id", *COLUMNS], counted))
    await delete_sign_ups(connection, club_id)


async def move_back_from_week(connection: AsyncConnection, club_id: int, week_id: int) -> None:
    """Make the answers of a week that never went up sign-ups again, but for those of members who can't this week."""
    own = (attendances.c.week_id == week_id, attendances.c.answer != Answer.OUT)
    newer = select(sign_ups.c.user_id).where(sign_ups.c.club_id == club_id)
    moved = select(literal(club_id), *(attendances.c[name] for name in COLUMNS))
    kept = moved.where(*own, attendances.c.user_id.not_in(newer))
    await connection.execute(insert(sign_ups).from_select(["club_id", *COLUMNS], kept))
    await connection.execute(delete(attendances).where(attendances.c.week_id == week_id))


async def delete_sign_ups(connection: AsyncConnection, club_id: int) -> None:
    await connection.execute(delete(sign_ups).where(sign_ups.c.club_id == club_id))
