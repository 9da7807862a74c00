"""Which backups were restored into this database, and what that means for new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from bot.core.outbox.restores import Restore
from bot.storage.readable import readable
from bot.storage.tables import restores

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection


# A connection caches what it has read under this name. That is safe: a database is restored only while no bot uses it.
KNOWN = "restores"
ALL = select(restores).order_by(restores.c.id)


async def restores_of(connection: AsyncConnection) -> list[Restore]:
    """Return the restores, which are queried once per connection."""
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
