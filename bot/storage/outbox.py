"""The outbox: what is to be sent, what was, and what stands in the way."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, insert, or_, select, update

from bot.core.outbox import FURTHEST_WAIT, UNSETTLED, Entry, EntryState, Kind
from bot.core.restores import in_doubt
from bot.storage.readable import readable, unreadable_rows_of
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
    found = await readable(connection, select(outbox).where(outbox.c.key.in_(keys)), outbox, _entry)
    return {entry.key: entry for entry in found}


async def due_entries(
    connection: AsyncConnection,
    now: datetime,
    limit: int,
    shards: Shards,
    *,
    in_hand: Collection[int] = (),
    busy: Collection[int] = (),
) -> list[Entry]:
    """What may be worked on now, oldest first, without the entries `in_hand` and those of `busy` channels."""
    left_out = [*in_hand, *unreadable_rows_of(connection).aside(outbox.name)]
    which = {"now": now, "too_far": now + FURTHEST_WAIT, "most": limit, "in_hand": left_out, "busy": list(busy)}
    return await readable(connection, _due(shards), outbox, _entry, which)


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
    query = select(outbox).where(or_(unsettled, to_sweep), *free, within(outbox.c.server_id, shards))
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
    return await readable(connection, query, outbox, lambda row: (_entry(row), row.created_at))


async def entries_of_kind(connection: AsyncConnection, club_id: int, week_id: int, kind: Kind) -> list[Entry]:
    """A week's, oldest first."""
    return await _entries(
        connection, (outbox.c.club_id == club_id) & (outbox.c.week_id == week_id) & (outbox.c.kind == kind)
    )


def _waits_for_organisers() -> ColumnElement[bool]:
    # Of a message that is done, copies may be left that organisers have to remove.
    waiting = outbox.c.state.in_((EntryState.PENDING, EntryState.POSTED, EntryState.DONE))
    return waiting & (outbox.c.reason != "") & outbox.c.not_before.is_not(None)


async def _entries(connection: AsyncConnection, which: ColumnElement[bool]) -> list[Entry]:
    return await readable(connection, select(outbox).where(which).order_by(outbox.c.id), outbox, _entry)


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in STORED}


def _entry(row: Row[Any]) -> Entry:
    facts = row._asdict()
    del facts["created_at"]
    if not isinstance(row.details, dict):
        raise ValueError(f"the details of {row.key} are no object")  # noqa: TRY004 - a value that was stored
    return Entry(**(facts | {"kind": Kind(row.kind), "state": EntryState(row.state)}))
