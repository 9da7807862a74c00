"""The rows of shard leases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.core.shards.leases import NOBODY, Lease, ShardKey
from bot.storage.shards.tables import shard_leases

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection


# Every write runs this, and building a statement costs as much as running it.
NOTE_WRITE = (
    update(shard_leases)
    .where(shard_leases.c.owner == bindparam("holder"))
    .values(written=bindparam("number"))
    .returning(*shard_leases.c)
)
LAST_WRITE = select(shard_leases.c.written).where(shard_leases.c.owner == bindparam("holder")).with_for_update()
# "Shards" in character codes. Any number that no other lock uses will do.
TAKING_LOCK = 0x536861726473
END_SESSIONS = text(
    """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND application_name = :name
    """
)


OTHERS = text(
    """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE :any AND application_name <> :own
    """
)


class TakenMeanwhileError(Exception):
    """Another process was quicker. The transaction must be given up."""


async def all_leases(connection: AsyncConnection) -> list[Lease]:
    query = select(shard_leases).order_by(shard_leases.c.shard_count, shard_leases.c.shard_id)
    return [_lease(row) for row in await connection.execute(query)]


async def take_one_by_one(connection: AsyncConnection) -> None:
    """Keep other processes from taking leases until the transaction ends.

    Under different counts they would not compete for the same row.
    """
    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": TAKING_LOCK})


async def note_write(connection: AsyncConnection, owner: str, number: int) -> list[Lease]:
    """Mark the owner's leases with its write's number and return them. No other process can take them until commit."""
    return [_lease(row) for row in await connection.execute(NOTE_WRITE, {"holder": owner, "number": number})]


async def last_write(connection: AsyncConnection, owner: str) -> int | None:
    """Return the number of the owner's last committed write, once no write is in progress; None if it holds nothing."""
    numbers = [number or 0 for number in await connection.scalars(LAST_WRITE, {"holder": owner})]
    return min(numbers, default=None)


async def add_lease(connection: AsyncConnection, key: ShardKey, owner: str) -> Lease:
    """Store the first lease of a shard. Raises TakenMeanwhileError."""
    facts = {"shard_count": key.count, "shard_id": key.shard_id, "owner": owner, "epoch": 1, "beat": 0}
    try:
        await connection.execute(insert(shard_leases), facts)
    except IntegrityError as error:
        raise TakenMeanwhileError from error
    return Lease(key, owner, 1, 0)


async def take_lease(connection: AsyncConnection, seen: Lease, owner: str) -> Lease:
    """Give the lease to another owner, if it is unchanged since it was seen. Raises TakenMeanwhileError."""
    unchanged = (shard_leases.c.epoch == seen.epoch, shard_leases.c.beat == seen.beat)
    which = (shard_leases.c.shard_count == seen.key.count, shard_leases.c.shard_id == seen.key.shard_id)
    query = update(shard_leases).where(*which, *unchanged)
    if (await connection.execute(query.values(owner=owner, epoch=seen.epoch + 1, written=None))).rowcount != 1:
        raise TakenMeanwhileError
    return Lease(seen.key, owner, seen.epoch + 1, seen.beat)


async def renew_leases(connection: AsyncConnection, owner: str) -> int:
    """Renew all leases of the owner, and return how many there are."""
    query = update(shard_leases).where(shard_leases.c.owner == owner).values(beat=shard_leases.c.beat + 1)
    return (await connection.execute(query)).rowcount


def session_name(process: str) -> str:
    """Return the name of a process's sessions in `pg_stat_activity`."""
    return f"paper-club {process}"


async def sessions_of_others(connection: AsyncConnection, process: str) -> int:
    """Return how many sessions other processes have open, including processes that stand by or are paused."""
    count = await connection.scalar(OTHERS, {"any": session_name("%"), "own": session_name(process)})
    return int(count or 0)


async def end_sessions_of(connection: AsyncConnection, owner: str) -> None:
    """End the sessions of a silent process. If it stopped in a transaction, it would lock its leases' rows forever.

    `idle_in_transaction_session_timeout` does not catch a session that stopped in the middle of a statement.
    """
    await connection.execute(END_SESSIONS, {"name": session_name(owner)})


async def give_back_leases(connection: AsyncConnection, owner: str) -> None:
    await connection.execute(update(shard_leases).where(shard_leases.c.owner == owner).values(owner=NOBODY))


def _lease(row: Row[Any]) -> Lease:
    return Lease(ShardKey(row.shard_count, row.shard_id), row.owner, row.epoch, row.beat)
