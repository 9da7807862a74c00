"""Polls about what to read next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from bot.storage.restores import fresh_id
from bot.storage.sharded import within
from bot.storage.tables import clubs, polls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.sharding import Shards


@dataclass(frozen=True, slots=True)
class Poll:
    """`candidates` are paper keys in the order of the poll's answers."""

    id: int
    club_id: int
    candidates: tuple[str, ...]
    closes_at: datetime
    channel_id: int
    message_id: int | None
    winner: str | None
    is_open: bool


async def add_poll(
    connection: AsyncConnection, club_id: int, candidates: Sequence[str], closes_at: datetime, channel_id: int
) -> Poll:
    values = {"club_id": club_id, "candidates": list(candidates), "closes_at": closes_at, "channel_id": channel_id}
    values |= await fresh_id(connection, polls)
    query = insert(polls).values(is_open=True, **values).returning(*polls.c)
    return _poll((await connection.execute(query)).one())


async def change_poll(connection: AsyncConnection, poll_id: int, **facts: Any) -> None:
    await connection.execute(update(polls).where(polls.c.id == poll_id).values(**facts))


async def poll_by_id(connection: AsyncConnection, poll_id: int) -> Poll | None:
    row = (await connection.execute(select(polls).where(polls.c.id == poll_id))).one_or_none()
    return _poll(row) if row else None


async def open_poll_of(connection: AsyncConnection, club_id: int) -> Poll | None:
    query = select(polls).where(polls.c.club_id == club_id, polls.c.is_open).order_by(polls.c.id.desc()).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return _poll(row) if row else None


async def due_polls(connection: AsyncConnection, now: datetime, shards: Shards) -> list[Poll]:
    due = (polls.c.is_open, polls.c.closes_at <= now, within(clubs.c.server_id, shards))
    query = select(polls).join(clubs).where(*due).order_by(polls.c.closes_at).limit(100)
    return [_poll(row) for row in await connection.execute(query)]


def _poll(row: Row[Any]) -> Poll:
    facts = row._asdict()
    return Poll(**(facts | {"candidates": tuple(row.candidates)}))
