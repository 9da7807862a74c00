"""Which backups were put back into this database, and what follows for new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table, func, select

from bot.core.restores import Restore
from bot.storage.tables import restores

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def restores_of(connection: AsyncConnection) -> list[Restore]:
    query = select(restores.c.backup_at, restores.c.restored_at, restores.c.first_id).order_by(restores.c.id)
    return [Restore(*row) for row in await connection.execute(query)]


async def fresh_id(connection: AsyncConnection, table: Table) -> dict[str, int]:
    """The `id` to store a new row under, where the next one may have been given out before a restore; else nothing."""
    if connection.dialect.name != "sqlite":
        return {}
    first = await connection.scalar(select(func.max(restores.c.first_id)))
    if first is None or (await connection.scalar(select(func.max(table.c.id))) or 0) >= first:
        return {}
    return {"id": first}
