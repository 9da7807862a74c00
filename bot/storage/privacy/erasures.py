"""The rows of erasures under way, and the outbox entries that they wait for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from bot.core.outbox.entry import EntryState
from bot.core.privacy.member_data import MemberScope
from bot.storage.outbox.rows import entries_where
from bot.storage.privacy.tables import erasure_messages, erasures
from bot.storage.tables import outbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.outbox.entry import Entry

# Replaces the member's id once only the cleaning of the database's files is left to do.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """One that is under way."""

    id: int
    scope: MemberScope
    keeps_reviews: bool
    asked_at: datetime


async def add_erasure(
    connection: AsyncConnection, scope: MemberScope, *, keeps_reviews: bool, asked_at: datetime
) -> Erasure:
    """Store an erasure, or move the one of this scope that is under way to the later time."""
    under_way = await erasure_of(connection, scope)
    if under_way is not None:
        moved = replace(under_way, keeps_reviews=keeps_reviews, asked_at=max(asked_at, under_way.asked_at))
        facts = {"keeps_reviews": moved.keeps_reviews, "asked_at": moved.asked_at}
        await connection.execute(update(erasures).where(erasures.c.id == moved.id).values(**facts))
        return moved
    query = insert(erasures).values(
        user_id=scope.user_id, server_id=scope.server_id, keeps_reviews=keeps_reviews, asked_at=asked_at
    )
    return _erasure((await connection.execute(query.returning(*erasures.c))).one())


async def erasure_of(connection: AsyncConnection, scope: MemberScope) -> Erasure | None:
    """Return the erasure of exactly this scope that is under way."""
    same = erasures.c.server_id.is_not_distinct_from(scope.server_id)
    query = select(erasures).where(erasures.c.user_id == scope.user_id, same).order_by(erasures.c.id).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return _erasure(row) if row else None


async def open_erasures(connection: AsyncConnection) -> list[Erasure]:
    """Return all that are under way, oldest first."""
    rows = await connection.execute(select(erasures).where(erasures.c.user_id != NOBODY).order_by(erasures.c.id))
    return [_erasure(row) for row in rows]


async def locked_erasure(connection: AsyncConnection, erasure_id: int) -> Erasure | None:
    """Return an erasure that is under way. Another process that wants it waits for this transaction."""
    query = select(erasures).where(erasures.c.id == erasure_id, erasures.c.user_id != NOBODY).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return _erasure(row) if row else None


async def user_of(connection: AsyncConnection, erasure_id: int) -> int | None:
    """Return whose messages an entry changes; None once the erasure is over."""
    query = select(erasures.c.user_id).where(erasures.c.id == erasure_id, erasures.c.user_id != NOBODY)
    user_id: int | None = await connection.scalar(query)
    return user_id


async def end_erasure(connection: AsyncConnection, erasure_id: int) -> None:
    """Forget the member. The row stays until the database's files are clean."""
    nobody = {"user_id": NOBODY, "server_id": None}
    await connection.execute(update(erasures).where(erasures.c.id == erasure_id).values(**nobody))


async def ended_erasures(connection: AsyncConnection) -> dict[int, datetime]:
    """Return the erasures for which only the cleaning of the database's files is left, and when each was asked for."""
    rows = await connection.execute(select(erasures.c.id, erasures.c.asked_at).where(erasures.c.user_id == NOBODY))
    return {row.id: row.asked_at for row in rows}


async def delete_erasures(connection: AsyncConnection, erasure_ids: Collection[int]) -> None:
    await connection.execute(delete(erasures).where(erasures.c.id.in_(erasure_ids)))


async def wait_for(connection: AsyncConnection, erasure_id: int, entry_id: int) -> None:
    """The erasure waits for the entry. A second call does nothing."""
    which = (erasure_messages.c.erasure_id == erasure_id, erasure_messages.c.entry_id == entry_id)
    if await connection.scalar(select(erasure_messages.c.entry_id).where(*which)) is None:
        await connection.execute(insert(erasure_messages).values(erasure_id=erasure_id, entry_id=entry_id))


async def stop_waiting_for(connection: AsyncConnection, erasure_id: int, entry_id: int) -> None:
    which = (erasure_messages.c.erasure_id == erasure_id, erasure_messages.c.entry_id == entry_id)
    await connection.execute(delete(erasure_messages).where(*which))


async def entries_waited_for(connection: AsyncConnection, erasure_id: int, *, is_locked: bool = False) -> list[Entry]:
    linked = select(erasure_messages.c.entry_id).where(erasure_messages.c.erasure_id == erasure_id)
    return await entries_where(connection, outbox.c.id.in_(linked), is_locked=is_locked)


async def created_at(connection: AsyncConnection, entry_id: int) -> datetime:
    query = select(outbox.c.created_at).where(outbox.c.id == entry_id)
    moment: datetime = (await connection.execute(query)).scalar_one()
    return moment


async def delete_settled_entry(connection: AsyncConnection, entry_id: int) -> None:
    """Delete a change that is made: nothing asks for it again."""
    settled = outbox.c.state.in_((EntryState.DONE, EntryState.CANCELLED))
    await connection.execute(delete(outbox).where(outbox.c.id == entry_id, settled))


def _erasure(row: Row[tuple[object, ...]]) -> Erasure:
    return Erasure(row.id, MemberScope(row.user_id, row.server_id), row.keeps_reviews, row.asked_at)
