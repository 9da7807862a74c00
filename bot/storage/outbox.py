"""The outbox: what is to be sent, what was, and what stands in the way."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, insert, or_, select, update

from bot.core.outbox import FURTHEST_WAIT, UNSETTLED, Entry, EntryState, Kind
from bot.core.restores import in_doubt
from bot.storage.restores import restores_of
from bot.storage.sharded import within
from bot.storage.tables import outbox, weeks

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.sharding import Shards

STORED = tuple(field.name for field in fields(Entry) if field.name != "id")
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
    "trouble",
)


# What every message asks is prepared once: to build a statement costs as much as to run it.
ADD = insert(outbox).returning(outbox.c.id)
CHANGE = update(outbox).where(outbox.c.id == bindparam("entry"))
MOVE = CHANGE.where(outbox.c.state == bindparam("state_before"), outbox.c.attempts == bindparam("attempts_before"))
BY_KEY = select(outbox).where(outbox.c.key == bindparam("of"))


async def add_entry(connection: AsyncConnection, entry: Entry, now: datetime) -> int:
    """What a database that was lost may have sent is looked for before it is sent.

    Raises IntegrityError for a key that is there already; the `id` given is ignored.
    """
    if restores := await restores_of(connection):
        due_at = await connection.scalar(select(weeks.c.due_at).where(weeks.c.id == entry.week_id))
        entry = in_doubt(entry, restores, due_at)
    entry_id: int = (await connection.execute(ADD, {"created_at": now, **_columns(entry)})).scalar_one()
    return entry_id


async def save_entry(connection: AsyncConnection, entry: Entry) -> None:
    await connection.execute(CHANGE, {"entry": entry.id, **_columns(entry)})


async def move_entry(connection: AsyncConnection, before: Entry, after: Entry) -> bool:
    """Store the next state of an entry, unless it has left `before`'s state meanwhile; whether it was stored."""
    which = {"entry": before.id, "state_before": before.state, "attempts_before": before.attempts}
    facts = {name: getattr(after, name) for name in MOVING}
    return (await connection.execute(MOVE, which | facts)).rowcount == 1


async def hold_entries(connection: AsyncConnection, keys: Collection[str], until: datetime) -> None:
    """What has never left waits until then, or until it is released."""
    fresh = (outbox.c.key.in_(keys), outbox.c.state == EntryState.PENDING, outbox.c.attempts == 0)
    await connection.execute(update(outbox).where(*fresh).values(not_before=until))


async def release_entries(connection: AsyncConnection, keys: Collection[str]) -> None:
    held = (outbox.c.key.in_(keys), outbox.c.state == EntryState.PENDING, outbox.c.attempts == 0, outbox.c.reason == "")
    await connection.execute(update(outbox).where(*held).values(not_before=None))


async def entry_by_key(connection: AsyncConnection, key: str) -> Entry | None:
    row = (await connection.execute(BY_KEY, {"of": key})).one_or_none()
    return _entry(row) if row else None


async def entries_by_key(connection: AsyncConnection, keys: Collection[str]) -> dict[str, Entry]:
    rows = await connection.execute(select(outbox).where(outbox.c.key.in_(keys)))
    return {row.key: _entry(row) for row in rows}


async def due_entries(
    connection: AsyncConnection,
    now: datetime,
    limit: int,
    shards: Shards,
    *,
    in_hand: Collection[int] = (),
    busy: Collection[int] = (),
) -> list[Entry]:
    """What may be worked on now, oldest first, without the entries `in_hand` and those of `busy` channels.

    A row that cannot be read is left out: it must not stop the others.
    """
    which = {
        "now": now,
        "too_far": now + FURTHEST_WAIT,
        "most": limit,
        "in_hand": list(in_hand),
        "busy": list(busy),
    }
    query = _due(shards)
    try:
        return [_entry(row) for row in await connection.execute(query, which)]
    except ValueError:
        ids = (await connection.execute(query.with_only_columns(outbox.c.id), which)).scalars().all()
        found = [await _readable(connection, entry_id) for entry_id in ids]
        return [entry for entry in found if entry is not None]


async def unreadable_entries(connection: AsyncConnection, shards: Shards) -> list[str]:
    """Keys of what waits to be sent and is of a kind that this program does not know, or broken."""
    waits = outbox.c.state.in_((*UNSETTLED, EntryState.BLOCKED))
    query = select(outbox.c.id, outbox.c.key, outbox.c.kind).where(waits, within(outbox.c.server_id, shards))
    unknown = (await connection.execute(query.where(outbox.c.kind.not_in(list(Kind))))).all()
    try:
        (await connection.execute(select(outbox).where(waits, within(outbox.c.server_id, shards)))).all()
    except ValueError:
        rows = (await connection.execute(query)).all()
        return [row.key for row in rows if await _readable(connection, row.id) is None]
    return [row.key for row in unknown]


async def _readable(connection: AsyncConnection, entry_id: int) -> Entry | None:
    try:
        row = (await connection.execute(select(outbox).where(outbox.c.id == entry_id))).one()
        return _entry(row)
    except ValueError:
        return None


@cache
def _due(shards: Shards) -> Select[Any]:
    """Unsettled entries, and done ones that wait for a sweep.

    What has to wait for its turn is left out here: to read and parse it costs more than all else that the courier asks,
    and a channel with hundreds of messages would stand in front of everybody's.
    """
    come = or_(outbox.c.not_before <= bindparam("now"), outbox.c.not_before > bindparam("too_far"))
    unsettled = outbox.c.state.in_(UNSETTLED) & or_(outbox.c.not_before.is_(None), come)
    to_sweep = (outbox.c.state == EntryState.DONE) & come
    free = (
        outbox.c.id.not_in(bindparam("in_hand", expanding=True)),
        outbox.c.channel_id.not_in(bindparam("busy", expanding=True)),
    )
    known = outbox.c.kind.in_(list(Kind))
    query = select(outbox).where(or_(unsettled, to_sweep), known, *free, within(outbox.c.server_id, shards))
    return query.order_by(outbox.c.id).limit(bindparam("most"))


async def entries_in_flight(connection: AsyncConnection, shards: Shards) -> list[Entry]:
    """What a process was sending when it ended."""
    return await _entries(connection, (outbox.c.state == EntryState.SENDING) & within(outbox.c.server_id, shards))


async def blocked_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    blocked = (outbox.c.state == EntryState.BLOCKED) & (outbox.c.club_id == club_id)
    return await _entries(connection, blocked)


async def troubled_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    """What of the club is held up, with its reason, oldest first."""
    held_up = or_(outbox.c.state == EntryState.BLOCKED, _waits_for_organisers())
    return await _entries(connection, held_up & (outbox.c.club_id == club_id))


async def unsettled_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    return await _entries(connection, outbox.c.state.in_(UNSETTLED) & (outbox.c.club_id == club_id))


async def unfinished_entries(connection: AsyncConnection) -> list[tuple[Entry, datetime]]:
    """Everything that is not settled, with blocked ones, and when each was made."""
    query = select(outbox).where(outbox.c.state.in_((*UNSETTLED, EntryState.BLOCKED))).order_by(outbox.c.id)
    return [(_entry(row), row.created_at) for row in await connection.execute(query)]


def _waits_for_organisers() -> ColumnElement[bool]:
    # Of a message that is done, copies may be left that organisers have to remove.
    waiting = outbox.c.state.in_((EntryState.PENDING, EntryState.POSTED, EntryState.DONE))
    return waiting & (outbox.c.reason != "") & outbox.c.not_before.is_not(None)


async def _entries(connection: AsyncConnection, which: ColumnElement[bool]) -> list[Entry]:
    query = select(outbox).where(which, outbox.c.kind.in_(list(Kind))).order_by(outbox.c.id)
    return [_entry(row) for row in await connection.execute(query)]


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in STORED}


def _entry(row: Row[Any]) -> Entry:
    facts = row._asdict()
    del facts["created_at"]
    return Entry(**(facts | {"kind": Kind(row.kind), "state": EntryState(row.state)}))
