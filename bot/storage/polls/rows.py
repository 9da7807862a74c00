"""The rows of polls about what to read next."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from bot.core.ballots.outcome import Method
from bot.core.polls.poll import Poll, PollKind
from bot.storage.readable import readable
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs, polls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.ballots.ballot import Ballot
    from bot.core.shards.sharding import Shards


# Queries that every post runs are built once: building a statement costs as much as running it.
COUNTED = select(polls).where(polls.c.club_id == bindparam("club"), polls.c.votes.is_not(None))
NEWEST_COUNTED = COUNTED.order_by(polls.c.id.desc()).limit(1)
OPEN = select(polls).where(polls.c.club_id == bindparam("club"), polls.c.is_open).order_by(polls.c.id.desc()).limit(1)
ENDED_RANKED = OPEN.where(polls.c.closes_at <= bindparam("now"), polls.c.kind == PollKind.RANKED)
READ_IN = COUNTED.where(polls.c.week_id == bindparam("week")).order_by(polls.c.id.desc()).limit(1)


async def add_poll(
    connection: AsyncConnection,
    club_id: int,
    candidates: Sequence[str],
    closes_at: datetime,
    channel_id: int,
    *,
    method: Method | None = None,
) -> Poll:
    """Add a poll: a native one, or one with ranked ballots that are counted by `method`."""
    values: dict[str, Any] = {
        "club_id": club_id,
        "candidates": list(candidates),
        "closes_at": closes_at,
        "channel_id": channel_id,
        "kind": PollKind.RANKED if method else PollKind.NATIVE,
        "method": method,
    }
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
    """Return those of the clubs whose native poll has ended and is not counted yet."""
    if not club_ids:
        return set()
    ended = (polls.c.is_open, polls.c.closes_at <= now, polls.c.kind == PollKind.NATIVE)
    return set(await connection.scalars(select(polls.c.club_id).where(polls.c.club_id.in_(club_ids), *ended)))


async def ended_ranked_poll(connection: AsyncConnection, club_id: int, now: datetime) -> Poll | None:
    """Return the club's ranked poll that has ended and is not counted yet."""
    row = (await connection.execute(ENDED_RANKED, {"club": club_id, "now": now})).one_or_none()
    return _poll(row) if row else None


async def clubs_with_ended_ballots(connection: AsyncConnection, now: datetime, shards: Shards) -> list[int]:
    """Return the clubs whose ranked poll has ended and is not counted yet."""
    return list(await connection.scalars(_with_ended_ballots(shards), {"now": now}))


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
    """Return native polls to count. The latest to end comes first, so that one that can't be counted delays none."""
    return await readable(connection, _due(shards), polls, _poll, {"now": now})


@cache
def _due(shards: Shards) -> Select[Any]:
    return (
        select(polls).join(clubs).where(*_ended(PollKind.NATIVE, shards)).order_by(polls.c.closes_at.desc()).limit(100)
    )


@cache
def _with_ended_ballots(shards: Shards) -> Select[Any]:
    return select(polls.c.club_id).join(clubs).where(*_ended(PollKind.RANKED, shards)).order_by(polls.c.id)


def _ended(kind: PollKind, shards: Shards) -> tuple[Any, ...]:
    ended = (polls.c.is_open, polls.c.closes_at <= bindparam("now"), polls.c.kind == kind)
    return (*ended, within(clubs.c.server_id, shards))


def _poll(row: Row[Any]) -> Poll:
    facts = row._asdict() | {
        "candidates": _listed(row.candidates, str),
        "votes": None if row.votes is None else _listed(row.votes, int),
        "kind": PollKind(row.kind),
        "method": None if row.method is None else Method(row.method),
        "rankings": None if row.rankings is None else _rankings(row.rankings),
        "left_out": _listed(row.left_out or [], str),
    }
    return Poll(**facts)


def _rankings(value: Any) -> tuple[Ballot, ...]:
    return tuple(_listed(ranking, str) for ranking in _listed(value, list))


def _listed(value: Any, kind: type) -> tuple[Any, ...]:
    """Return the list as a tuple. Raises ValueError for anything but a list of `kind`."""
    if not isinstance(value, list) or not all(type(item) is kind for item in value):
        raise ValueError(f"{value!r} is not a list of {kind.__name__}")
    return tuple(value)
