"""Which backups were put back into this database, and what follows for new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, insert, select

from bot.core.restores import Restore
from bot.storage.readable import readable
from bot.storage.tables import restores

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection


# Under this name a connection keeps what it has read: a database is put back only while no bot uses it.
KNOWN = "restores"
ALL = select(restores).order_by(restores.c.id)


async def restores_of(connection: AsyncConnection) -> list[Restore]:
    """Asked of the database once in a connection's life."""
    known: dict[str, list[Restore]] = connection.info
    if KNOWN not in known:
        known[KNOWN] = await readable(connection, ALL, restores, _restore)
    return known[KNOWN]


async def add_restore(connection: AsyncConnection, restore: Restore) -> None:
    facts = {"backup_at": restore.backup_at, "restored_at": restore.restored_at, "first_id": restore.first_id}
    await connection.execute(insert(restores).values(**facts))
    connection.info.pop(KNOWN, None)


def _restore(row: Row[Any]) -> Restore:
    return Restore(row.backup_at, row.restored_at, row.first_id)


async def fresh_id(connection: AsyncConnection, table: Table) -> dict[str, int]:
    """The `id` to store a new row under, where the next one may have been given out before a restore; else nothing."""
    if connection.dialect.name != "sqlite":
        return {}
    first = max((restore.first_id for restore in await restores_of(connection)), default=None)
    if first is None or (await connection.scalar(select(func.max(table.c.id))) or 0) >= first:
        return {}
    return {"id": first}
