"""The outbox: what is to be sent, what was, and what stands in the way."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, insert, or_, select, update

from bot.core.outbox import UNSETTLED, Entry, EntryState, Kind
from bot.core.restores import in_doubt
from bot.storage.restores import restores_of
from bot.storage.tables import outbox, weeks

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

NEVER_STORED = {"id"}
MOVING = (
    "state",
    "channel_id",
    "details",
    "attempts",
    "first_sent_at",
    "not_before",
    "message_id",
    "reason",
    "is_doubtful",
    "done_at",
)


async def add_entry(connection: AsyncConnection, entry: Entry, now: datetime) -> int:
    """What a database that was lost may have sent is looked for before it is sent.

    Raises IntegrityError for a key that is there already; the `id` given is ignored.
    """
    if restores := await restores_of(connection):
        due_at = await connection.scalar(select(weeks.c.due_at).where(weeks.c.id == entry.week_id))
        entry = in_doubt(entry, restores, due_at)
    query = insert(outbox).values(created_at=now, **_columns(entry)).returning(outbox.c.id)
    entry_id: int = (await connection.execute(query)).scalar_one()
    return entry_id


async def save_entry(connection: AsyncConnection, entry: Entry) -> None:
    await connection.execute(update(outbox).where(outbox.c.id == entry.id).values(**_columns(entry)))


async def move_entry(connection: AsyncConnection, before: Entry, after: Entry) -> bool:
    """Store the next state of an entry, unless it has left `before`'s state meanwhile; whether it was stored."""
    query = update(outbox).where(
        outbox.c.id == before.id, outbox.c.state == before.state, outbox.c.attempts == before.attempts
    )
    facts = {name: getattr(after, name) for name in MOVING}
    return (await connection.execute(query.values(**facts))).rowcount == 1


async def entry_by_key(connection: AsyncConnection, key: str) -> Entry | None:
    row = (await connection.execute(select(outbox).where(outbox.c.key == key))).one_or_none()
    return _entry(row) if row else None


async def due_entries(connection: AsyncConnection, now: datetime, limit: int) -> list[Entry]:
    """What may be worked on now, oldest first: unsettled entries, and done ones that wait for a sweep."""
    ready = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    unsettled = outbox.c.state.in_(UNSETTLED) & ready
    to_sweep = (outbox.c.state == EntryState.DONE) & (outbox.c.not_before <= now)
    return await _entries(connection, or_(unsettled, to_sweep), limit)


async def entries_in_flight(connection: AsyncConnection) -> list[Entry]:
    """What a process was sending when it ended."""
    return await _entries(connection, outbox.c.state == EntryState.SENDING, None)


async def blocked_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    blocked = (outbox.c.state == EntryState.BLOCKED) & (outbox.c.club_id == club_id)
    return await _entries(connection, blocked, None)


async def troubled_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    """What of the club is held up, with its reason, oldest first."""
    held_up = or_(outbox.c.state == EntryState.BLOCKED, _waits_for_organisers())
    return await _entries(connection, held_up & (outbox.c.club_id == club_id), None)


async def unsettled_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    return await _entries(connection, outbox.c.state.in_(UNSETTLED) & (outbox.c.club_id == club_id), None)


async def unfinished_entries(connection: AsyncConnection) -> list[tuple[Entry, datetime]]:
    """Everything that is not settled, with blocked ones, and when each was made."""
    query = select(outbox).where(outbox.c.state.in_((*UNSETTLED, EntryState.BLOCKED))).order_by(outbox.c.id)
    return [(_entry(row), row.created_at) for row in await connection.execute(query)]


def _waits_for_organisers() -> ColumnElement[bool]:
    waiting = outbox.c.state.in_((EntryState.PENDING, EntryState.POSTED))
    return waiting & (outbox.c.reason != "") & outbox.c.not_before.is_not(None)


async def _entries(connection: AsyncConnection, which: ColumnElement[bool], limit: int | None) -> list[Entry]:
    query = select(outbox).where(which).order_by(outbox.c.id).limit(limit)
    return [_entry(row) for row in await connection.execute(query)]


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if name not in NEVER_STORED}


def _entry(row: Row[Any]) -> Entry:
    facts = row._asdict()
    del facts["created_at"]
    return Entry(**(facts | {"kind": Kind(row.kind), "state": EntryState(row.state)}))
