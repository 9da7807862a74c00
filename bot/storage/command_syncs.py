"""Which command definitions Discord was last given, an application a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.storage.tables import command_syncs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def last_fingerprint(connection: AsyncConnection, application_id: int) -> str | None:
    query = select(command_syncs.c.fingerprint).where(command_syncs.c.application_id == application_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def remember_fingerprint(
    connection: AsyncConnection, application_id: int, fingerprint: str, synced_at: datetime
) -> None:
    await connection.execute(delete(command_syncs).where(command_syncs.c.application_id == application_id))
    await connection.execute(
        insert(command_syncs).values(application_id=application_id, fingerprint=fingerprint, synced_at=synced_at)
    )
