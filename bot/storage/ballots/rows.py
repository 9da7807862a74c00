"""The rows of ranked ballots: one for each member and poll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from bot.storage.ballots.tables import ballots
from bot.storage.locks import lock_row
from bot.storage.tables import leavers, polls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.ballots.ballot import Ballot


async def lock_poll(connection: AsyncConnection, poll_id: int) -> None:
    """Until this transaction ends, no other counts the poll or changes a ballot of it."""
    await lock_row(connection, polls.c.id, poll_id)


async def ballot_of(connection: AsyncConnection, poll_id: int, member_id: int, candidates: Sequence[str]) -> Ballot:
    """Return the member's ballot; an empty one if they haven't voted."""
    query = select(ballots.c.ranking).where(ballots.c.poll_id == poll_id, ballots.c.member_id == member_id)
    return _ballot((await connection.execute(query)).scalar_one_or_none(), candidates)


async def save_ballot(connection: AsyncConnection, poll_id: int, member_id: int, ballot: Ballot, now: datetime) -> None:
    """Store the ballot in place of the member's earlier one. An empty ballot takes the vote back."""
    own = (ballots.c.poll_id == poll_id, ballots.c.member_id == member_id)
    await connection.execute(delete(ballots).where(*own))
    if ballot:
        row = {"poll_id": poll_id, "member_id": member_id, "ranking": list(ballot), "changed_at": now}
        await connection.execute(insert(ballots).values(**row))


async def ballots_in(
    connection: AsyncConnection, poll_id: int, server_id: int, candidates: Sequence[str]
) -> list[Ballot]:
    """Return the ballots that count, in an order that says nothing about whose they are.

    Those of members who have left the server don't count.
    """
    gone = select(leavers.c.user_id).where(leavers.c.server_id == server_id)
    query = select(ballots.c.ranking).where(ballots.c.poll_id == poll_id, ballots.c.member_id.not_in(gone))
    found = [_ballot(ranking, candidates) for ranking in await connection.scalars(query)]
    return sorted(ballot for ballot in found if ballot)


async def delete_ballots(connection: AsyncConnection, poll_id: int) -> None:
    await connection.execute(delete(ballots).where(ballots.c.poll_id == poll_id))


def _ballot(ranking: Any, candidates: Sequence[str]) -> Ballot:
    """Return the stored ranking without anything that isn't on the ballot, such as an edited row may hold."""
    listed = ranking if isinstance(ranking, list) else []
    return tuple(dict.fromkeys(paper for paper in listed if paper in candidates))
