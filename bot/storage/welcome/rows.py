"""When the bot began to welcome servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from bot.storage.tables import command_syncs, restores
from bot.storage.welcome.tables import welcome_start

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def begin(connection: AsyncConnection, now: datetime, at_first_start: datetime) -> None:
    """Note that servers joined from `now` on are welcomed, unless that is noted already.

    `at_first_start` counts instead if the bot has never run, because its operator invites it before that.
    """
    if await connection.scalar(select(welcome_start.c.since)) is not None:
        return
    has_run = await connection.scalar(select(command_syncs.c.application_id).limit(1)) is not None
    await connection.execute(insert(welcome_start).values(since=now if has_run else at_first_start))


async def welcomed_since(connection: AsyncConnection) -> datetime | None:
    """Return the time after which a server must have been joined to be welcomed.

    A database that was restored lacks the newest welcomes, so servers joined before the restore are not welcomed again.
    """
    began: datetime | None = await connection.scalar(select(func.min(welcome_start.c.since)))
    restored: datetime | None = await connection.scalar(select(func.max(restores.c.restored_at)))
    return max(began, restored) if began and restored else began
