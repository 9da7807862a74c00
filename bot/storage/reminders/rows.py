"""Who wants to be reminded by direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from bot.core.reminders.reminder import Reminder
from bot.storage.reminders.tables import reminders

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection


async def save_reminder(connection: AsyncConnection, reminder: Reminder, now: datetime) -> bool:
    """Store a member's wish anew. Returns whether they had asked already."""
    had_asked = await delete_reminders(connection, reminder.user_id, reminder.server_id)
    await connection.execute(
        insert(reminders).values(
            server_id=reminder.server_id,
            user_id=reminder.user_id,
            channel_id=reminder.channel_id,
            is_refused=reminder.is_refused,
            asked_at=now,
        )
    )
    return had_asked


async def delete_reminders(connection: AsyncConnection, user_id: int, server_id: int | None) -> bool:
    """Forget a member's wish in the server; in every server for None. Returns whether there was one."""
    query = delete(reminders).where(reminders.c.user_id == user_id)
    if server_id is not None:
        query = query.where(reminders.c.server_id == server_id)
    return (await connection.execute(query)).rowcount > 0


async def reminder_of(connection: AsyncConnection, server_id: int, user_id: int) -> Reminder | None:
    which = (reminders.c.server_id == server_id, reminders.c.user_id == user_id)
    row = (await connection.execute(select(reminders).where(*which))).one_or_none()
    return _reminder(row) if row else None


async def reachable(connection: AsyncConnection, server_id: int) -> dict[int, Reminder]:
    """Return the server's members who asked and whose direct messages are open, as far as known."""
    query = select(reminders).where(reminders.c.server_id == server_id, reminders.c.is_refused.is_(False))
    return {row.user_id: _reminder(row) for row in await connection.execute(query)}


async def note_refused(connection: AsyncConnection, server_id: int, user_id: int) -> None:
    which = (reminders.c.server_id == server_id, reminders.c.user_id == user_id)
    await connection.execute(update(reminders).where(*which).values(is_refused=True))


def _reminder(row: Row[tuple[object, ...]]) -> Reminder:
    return Reminder(row.server_id, row.user_id, row.channel_id, row.is_refused)
