"""The rows of nominations, and who supports them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.nominations.nomination import Nomination, NominationState
from bot.core.text.characters import storable
from bot.storage.nominations.tables import nominations, supports
from bot.storage.tables import clubs, leavers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

CLUB: Any = bindparam("club")
OF_CLUB = select(nominations).where(nominations.c.club_id == CLUB).order_by(nominations.c.id)
# The support of members who have left the server doesn't count until they come back.
GONE = select(leavers.c.user_id).where(
    leavers.c.server_id == select(clubs.c.server_id).where(clubs.c.id == CLUB).scalar_subquery()
)
SUPPORT = (
    select(supports.c.nomination_id, supports.c.member_id)
    .join(nominations, nominations.c.id == supports.c.nomination_id)
    .where(nominations.c.club_id == CLUB, supports.c.member_id.not_in(GONE))
)


async def nominations_of(connection: AsyncConnection, club_id: int) -> list[Nomination]:
    """Return all nominations of a club, also those that are over, oldest first."""
    rows = (await connection.execute(OF_CLUB, {"club": club_id})).all()
    if not rows:
        return []
    supporters: dict[int, set[int]] = {}
    for nomination_id, member_id in await connection.execute(SUPPORT, {"club": club_id}):
        supporters.setdefault(nomination_id, set()).add(member_id)
    return [_nomination(row, supporters.get(row.id, ())) for row in rows]


async def club_of(connection: AsyncConnection, nomination_id: int) -> int | None:
    """Return the id of the club with this nomination."""
    query = select(nominations.c.club_id).where(nominations.c.id == nomination_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def add_nomination(connection: AsyncConnection, club_id: int, nomination: Nomination) -> int:
    """Return its id. Raises IntegrityError if the paper has an open nomination."""
    values = {
        "club_id": club_id,
        "paper_key": nomination.paper,
        "member_id": nomination.member_id,
        "why": storable(nomination.why),
        "at": nomination.at,
        "state": nomination.state,
    }
    added = await connection.execute(insert(nominations).values(**values).returning(nominations.c.id))
    return int(added.scalar_one())


async def change_nomination(connection: AsyncConnection, nomination_id: int, **facts: Any) -> None:
    await connection.execute(update(nominations).where(nominations.c.id == nomination_id).values(**facts))


async def save_support(
    connection: AsyncConnection, nomination_id: int, member_id: int, now: datetime, *, gives: bool
) -> None:
    """Store that the member supports the nomination, or doesn't. The same again changes nothing."""
    own = (supports.c.nomination_id == nomination_id, supports.c.member_id == member_id)
    await connection.execute(delete(supports).where(*own))
    if gives:
        row = {"nomination_id": nomination_id, "member_id": member_id, "at": now}
        await connection.execute(insert(supports).values(**row))


def _nomination(row: Row[Any], supporters: Iterable[int]) -> Nomination:
    return Nomination(
        row.id,
        row.paper_key,
        row.member_id,
        row.at,
        row.why,
        frozenset(supporters) - {row.member_id},
        row.place,
        NominationState(row.state),
    )
