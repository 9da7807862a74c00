"""The state of the outbox in numbers, for metrics and for `python -m bot check`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, case, cast, func, or_, select

from bot.core.outbox.entry import FURTHEST_WAIT, UNSETTLED, EntryState
from bot.core.shards.sharding import ALL_SHARDS
from bot.storage.shards.sharded import within
from bot.storage.tables import outbox

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

# Ticks are 15 s apart, and an evenly paced burst of ten thousand posts takes minutes.
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """Counts of undelivered messages by what they wait for.

    `due` may be worked on now, `late` for too long already. `waiting` wait for a later time, `blocked` for organizers.
    `doubtful` may be in Discord already. `oldest_s` is for how many seconds the oldest one has been due.
    """

    due: int
    late: int
    waiting: int
    blocked: int
    doubtful: int
    oldest_s: float


async def outbox_figures(connection: AsyncConnection, now: datetime, shards: Shards = ALL_SHARDS) -> OutboxFigures:
    """Return the counts, from one query over the undelivered entries, whose states have an index."""
    unsettled = outbox.c.state.in_(UNSETTLED)
    waits = and_(unsettled, outbox.c.not_before > now, outbox.c.not_before <= now + FURTHEST_WAIT)
    is_due = and_(unsettled, or_(outbox.c.not_before.is_(None), ~waits))
    since = func.coalesce(outbox.c.not_before, outbox.c.created_at)
    late = and_(is_due, since <= now - LATE_AFTER)
    counted: list[ColumnElement[Any]] = [
        _count(is_due),
        _count(late),
        _count(waits),
        _count(outbox.c.state == EntryState.BLOCKED),
        _count(and_(unsettled, outbox.c.is_doubtful)),
    ]
    query = select(*counted, cast(func.min(case((is_due, since))), String)).where(
        outbox.c.state.in_((*UNSETTLED, EntryState.BLOCKED)), within(outbox.c.server_id, shards)
    )
    *counts, oldest = (await connection.execute(query)).one()
    names = ("due", "late", "waiting", "blocked", "doubtful")
    numbers = {name: int(count or 0) for name, count in zip(names, counts, strict=True)}
    return OutboxFigures(**numbers, oldest_s=_seconds(oldest, now))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _seconds(since: str | None, now: datetime) -> float:
    """Return the seconds since a time as the database writes it; 0 for an invalid time, from an unreadable row."""
    try:
        moment = datetime.fromisoformat(since) if since else now
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (now - moment).total_seconds())
