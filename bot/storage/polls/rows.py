"""The rows of polls about what to read next."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from bot.core.polls.poll import Poll
from bot.storage.readable import readable
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs, polls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards


# Queries that every post runs are built once: building a statement costs as much as running it.
COUNTED = select(polls).where(polls.c.club_id == bindparam("club"), polls.c.votes.is_not(None))
NEWEST_COUNTED = COUNTED.order_by(polls.c.id.desc()).limit(1)
OPEN = select(polls).where(polls.c.club_id == bindparam("club"), polls.c.is_open).order_by(polls.c.id.desc()).limit(1)
READ_IN = COUNTED.where(polls.c.week_id == bindparam("week")).order_by(polls.c.id.desc()).limit(1)


async def add_poll(
    connection: AsyncConnection, club_id: int, candidates: Sequence[str], closes_at: datetime, channel_id: int
) -> Poll:
    values = {"club_id": club_id, "candidates": list(candidates), "closes_at": closes_at, "channel_id": channel_id}
    query = insert(polls).values(is_open=True, **values).returning(*polls.c)
    return _poll((await connection.execute(query)).one())


async def change_poll(connection: AsyncConnection, poll_id: int, **facts: Any) -> None:
    await connection.execute(update(polls).where(polls.c.id == poll_id).values(**facts))


async def poll_by_id(connection: AsyncConnection, poll_id: int) -> Poll | None:
    row = (await connection.execute(select(polls).where(polls.c.id == poll_id))).one_or_none()
    return _poll(row) if row else None


async def open_poll_of(connection: AsyncConnection, club_id: int) -> Poll | None:
    row = (await connection.execute(OPEN, {"club": club_id})).one_or_none()
    return _poll(row) if row else None


async def clubs_with_ended_polls(connection: AsyncConnection, club_ids: Sequence[int], now: datetime) -> set[int]:
    """Return those of the clubs whose poll has ended and is not counted yet."""
    if not club_ids:
        return set()
    query = select(polls.c.club_id).where(polls.c.club_id.in_(club_ids), polls.c.is_open, polls.c.closes_at <= now)
    return set(await connection.scalars(query))


async def unread_winner(connection: AsyncConnection, club_id: int) -> Poll | None:
    """Return the club's newest counted poll, unless a week has already read its winner."""
    row = (await connection.execute(NEWEST_COUNTED, {"club": club_id})).one_or_none()
    return _poll(row) if row and row.winner is not None and row.week_id is None else None


async def release_winner(connection: AsyncConnection, club_id: int, week_id: int) -> None:
    """Note that the week does not read the winner after all."""
    which = (polls.c.club_id == club_id, polls.c.week_id == week_id)
    await connection.execute(update(polls).where(*which).values(week_id=None))


async def poll_read_in(connection: AsyncConnection, club_id: int, week_id: int) -> Poll | None:
    """Return the poll whose winner the week reads."""
    row = (await connection.execute(READ_IN, {"club": club_id, "week": week_id})).one_or_none()
    return _poll(row) if row else None


async def due_polls(connection: AsyncConnection, now: datetime, shards: Shards) -> list[Poll]:
    """Return polls to count. The latest to end comes first, so that one that cannot be counted delays no other."""
    return await readable(connection, _due(shards), polls, _poll, {"now": now})


@cache
def _due(shards: Shards) -> Select[Any]:
    due = (polls.c.is_open, polls.c.closes_at <= bindparam("now"), within(clubs.c.server_id, shards))
    return select(polls).join(clubs).where(*due).order_by(polls.c.closes_at.desc()).limit(100)


def _poll(row: Row[Any]) -> Poll:
    facts = row._asdict()
    votes = None if row.votes is None else _listed(row.votes, int)
    return Poll(**(facts | {"candidates": _listed(row.candidates, str), "votes": votes}))


def _listed(value: Any, kind: type) -> tuple[Any, ...]:
    """Return the list as a tuple. Raises ValueError for anything but a list of `kind`."""
    if not isinstance(value, list) or not all(type(item) is kind for item in value):
        raise ValueError(f"{value!r} is not a list of {kind.__name__}")
    return tuple(value)
