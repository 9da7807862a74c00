"""The rows of the outbox: what to send, what was sent, and what is held up."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, insert, or_, select, update

from bot.core.outbox.entry import FURTHEST_WAIT, UNSETTLED, Entry, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.outbox.restores import in_doubt
from bot.core.outbox.trouble import Trouble
from bot.storage.backups.restores import restores_of
from bot.storage.clubs.rows import club_by_id
from bot.storage.readable import readable, unreadable_rows_of
from bot.storage.shards.sharded import within
from bot.storage.tables import outbox, weeks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

STORED = tuple(field.name for field in fields(Entry) if field.name != "id")
MOVING = (
    "state",
    "channel_id",
    "attempts",
    "first_sent_at",
    "not_before",
    "message_id",
    "is_doubtful",
    "done_at",
    "trouble",
)
# Their details are completed when they are sent. Those of all others stay as they are stored: the worker's copy may
# still name a member who has been erased meanwhile.
COMPLETED = {Kind.POST, Kind.NOTICE, Kind.CLUB_NEWS, Kind.EVENT, Kind.EVENT_EDIT}
# An entry's trouble is in two columns.
TROUBLE, FACTS = "trouble", "trouble_facts"


# Queries that every message runs are built once: building a statement costs as much as running it.
ADD = insert(outbox).returning(outbox.c.id)
CHANGE = update(outbox).where(outbox.c.id == bindparam("entry"))
MOVE = CHANGE.where(outbox.c.state == bindparam("state_before"), outbox.c.attempts == bindparam("attempts_before"))
HOLD = update(outbox).where(
    outbox.c.key.in_(bindparam("keys", expanding=True)),
    outbox.c.state == EntryState.PENDING,
    outbox.c.attempts == 0,
)
RELEASE = HOLD.where(outbox.c.trouble == "").values(not_before=None)
BY_KEY = select(outbox).where(outbox.c.key == bindparam("of"))


async def add_entry(connection: AsyncConnection, entry: Entry, now: datetime) -> int:
    """Store a new entry and return its id; the given `id` is ignored. Raises IntegrityError for a key that exists.

    After a restore, an entry that the lost database may have sent is looked for before it is sent.
    """
    if restores := await restores_of(connection):
        due_at = await connection.scalar(select(weeks.c.due_at).where(weeks.c.id == entry.week_id))
        club = await club_by_id(connection, entry.club_id) if due_at and entry.club_id else None
        entry = in_doubt(entry, restores, due_at, club.timetable if club else None)
    entry_id: int = (await connection.execute(ADD, {"created_at": now, **_columns(entry)})).scalar_one()
    return entry_id


async def save_entry(connection: AsyncConnection, entry: Entry) -> None:
    await connection.execute(CHANGE, {"entry": entry.id, **_columns(entry)})


async def save_details(connection: AsyncConnection, entry_id: int, details: dict[str, Any]) -> None:
    """Change nothing else: the entry may be on its way."""
    await connection.execute(update(outbox).where(outbox.c.id == entry_id).values(details=details))


async def move_entry(connection: AsyncConnection, before: Entry, after: Entry) -> bool:
    """Store an entry's next state, unless it has left `before`'s state meanwhile. Returns whether it was stored."""
    which = {"entry": before.id, "state_before": before.state, "attempts_before": before.attempts}
    names = (*MOVING, "details") if after.kind in COMPLETED else MOVING
    return (await connection.execute(MOVE, which | _columns(after, names))).rowcount == 1


async def hold_entries(connection: AsyncConnection, keys: Collection[str], until: datetime) -> None:
    """Hold back entries that were never sent: until `until`, or until they are released."""
    await connection.execute(HOLD, {"keys": list(keys), "not_before": until})


async def release_entries(connection: AsyncConnection, keys: Collection[str]) -> None:
    await connection.execute(RELEASE, {"keys": list(keys)})


async def entry_by_key(connection: AsyncConnection, key: str) -> Entry | None:
    row = (await connection.execute(BY_KEY, {"of": key})).one_or_none()
    return _entry(row) if row else None


async def entries_by_key(connection: AsyncConnection, keys: Collection[str]) -> dict[str, Entry]:
    found = await readable(connection, select(outbox).where(outbox.c.key.in_(keys)), outbox, _entry)
    return {entry.key: entry for entry in found}


async def entries_by_id(connection: AsyncConnection, entry_ids: Collection[int]) -> list[Entry]:
    """Return the entries, oldest first."""
    return await entries_where(connection, outbox.c.id.in_(entry_ids))


async def due_entries(
    connection: AsyncConnection,
    now: datetime,
    limit: int,
    shards: Shards,
    *,
    in_hand: Collection[int] = (),
    busy: Collection[int] = (),
) -> list[Entry]:
    """Return what may be worked on now, oldest first, without the entries `in_hand` and those of `busy` channels."""
    left_out = [*in_hand, *unreadable_rows_of(connection).aside(outbox.name)]
    which = {"now": now, "too_far": now + FURTHEST_WAIT, "most": limit, "in_hand": left_out, "busy": list(busy)}
    return await readable(connection, _due(shards), outbox, _entry, which)


@cache
def _due(shards: Shards) -> Select[Any]:
    """Select unsettled entries, and finished ones that wait for a sweep.

    Entries that must wait for their turn are left out here. Reading and parsing them costs more than all else that the
    outbox worker queries, and a channel with hundreds of messages would delay everybody's.
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
    """Return what a process was sending when it ended."""
    return await entries_where(connection, (outbox.c.state == EntryState.SENDING) & within(outbox.c.server_id, shards))


async def blocked_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    blocked = (outbox.c.state == EntryState.BLOCKED) & (outbox.c.club_id == club_id)
    return await entries_where(connection, blocked)


async def troubled_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    """Return the club's messages that are held up, with the reason, oldest first."""
    troubled = or_(outbox.c.state == EntryState.BLOCKED, _waits_for_organizers())
    return await entries_where(connection, troubled & (outbox.c.club_id == club_id))


async def unsettled_entries(connection: AsyncConnection, club_id: int) -> list[Entry]:
    return await entries_where(connection, outbox.c.state.in_(UNSETTLED) & (outbox.c.club_id == club_id))


async def unfinished_entries(connection: AsyncConnection) -> list[tuple[Entry, datetime]]:
    """Return every unsettled entry, including blocked ones, and when each was created."""
    query = select(outbox).where(outbox.c.state.in_((*UNSETTLED, EntryState.BLOCKED))).order_by(outbox.c.id)
    return await readable(connection, query, outbox, lambda row: (_entry(row), row.created_at))


async def entries_of_kind(connection: AsyncConnection, club_id: int, week_id: int, kind: Kind) -> list[Entry]:
    """Return a week's entries of this kind, oldest first."""
    return await entries_where(
        connection, (outbox.c.club_id == club_id) & (outbox.c.week_id == week_id) & (outbox.c.kind == kind)
    )


def _waits_for_organizers() -> ColumnElement[bool]:
    # A finished message may have left copies that organizers have to delete.
    waiting = outbox.c.state.in_((EntryState.PENDING, EntryState.POSTED, EntryState.DONE))
    return waiting & (outbox.c.trouble != "") & outbox.c.not_before.is_not(None)


async def entries_where(
    connection: AsyncConnection, which: ColumnElement[bool], *, is_locked: bool = False
) -> list[Entry]:
    """Return these entries, oldest first. Until this transaction ends, nobody else moves those that are locked."""
    query = select(outbox).where(which).order_by(outbox.c.id)
    return await readable(connection, query.with_for_update() if is_locked else query, outbox, _entry)


def _columns(entry: Entry, names: Sequence[str] = STORED) -> dict[str, Any]:
    trouble = entry.trouble
    stored = {TROUBLE: trouble.code if trouble else "", FACTS: trouble.facts if trouble else {}}
    columns = {name: getattr(entry, name) for name in names} | stored
    return columns | {"club_id": columns["club_id"] or None} if "club_id" in columns else columns


def _entry(row: Row[Any]) -> Entry:
    facts = row._asdict()
    del facts["created_at"], facts[FACTS]
    if not (isinstance(row.details, dict) and isinstance(row.trouble_facts, dict)):
        raise ValueError(f"the details or the trouble of {row.key} are not an object")  # noqa: TRY004 - a stored value
    trouble = Trouble(row.trouble, row.trouble_facts) if row.trouble else None
    facts["club_id"] = row.club_id or 0
    return Entry(**(facts | {"kind": Kind(row.kind), "state": EntryState(row.state), TROUBLE: trouble}))
