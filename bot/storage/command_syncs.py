"""The command definitions that Discord last got, one row per application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text

from bot.storage.columns import Instant
from bot.storage.tables import command_syncs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

# Processes that start at once send the same definitions, and each stores them over the other's.
REMEMBER = text(
    """
    INSERT INTO command_syncs (application_id, fingerprint, synced_at) VALUES (:application, :fingerprint, :at)
    ON CONFLICT (application_id) DO UPDATE SET fingerprint = excluded.fingerprint, synced_at = excluded.synced_at
    """
).bindparams(bindparam("at", type_=Instant))


async def last_fingerprint(connection: AsyncConnection, application_id: int) -> str | None:
    query = select(command_syncs.c.fingerprint).where(command_syncs.c.application_id == application_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def remember_fingerprint(
    connection: AsyncConnection, application_id: int, fingerprint: str, synced_at: datetime
) -> None:
    await connection.execute(REMEMBER, {"application": application_id, "fingerprint": fingerprint, "at": synced_at})
