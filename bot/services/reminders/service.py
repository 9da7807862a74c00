"""Turning reminders by direct message on and off, and what one says when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.reminders.details import DirectDetails
from bot.core.reminders.reminder import Due, Reminder, still_helps
from bot.services.weeks.assignments import assignments_of
from bot.services.weeks.owed_logs import members_owing_logs
from bot.storage.clubs import rows as club_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.reminders import rows as reminder_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class DirectReminder:
    """What a direct message says: what is due in which week, and how many reviews are left."""

    due: Due
    member: int
    club: Club
    week: Week
    reviews: int = 0


class ReminderService:
    """A member decides for each server. Each change is one transaction."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def turn_on(self, server_id: int, user_id: int, channel_id: int) -> bool:
        """Remind the member from now on. Returns whether that is new."""
        async with self._database.write_transaction() as connection:
            wanted = Reminder(server_id, user_id, channel_id)
            return not await reminder_rows.save_reminder(connection, wanted, self._now())

    async def turn_off(self, server_id: int | None, user_id: int) -> bool:
        """Remind the member no more, in the server or everywhere. Returns whether that is new."""
        async with self._database.write_transaction() as connection:
            return await reminder_rows.delete_reminders(connection, user_id, server_id)

    async def to_send(self, entry: Entry) -> DirectReminder | None:
        """What an entry says now; None if the member turned reminders off, left, or has nothing left to write."""
        details, now = DirectDetails.of(entry), self._now()
        async with self._database.read_transaction() as connection:
            week = await week_rows.week_by_id(connection, entry.week_id or 0)
            club = await club_rows.club_by_id(connection, entry.club_id)
            wanted = await reminder_rows.reminder_of(connection, entry.server_id, details.member)
            gone = await leaver_rows.leavers_of(connection, entry.server_id)
            if week is None or club is None or wanted is None or details.member in gone:
                return None
            due = Due(details.due)
            left = await _left(connection, due, week, details.member, now) if still_helps(due, week, now) else 0
        return DirectReminder(due, details.member, club, week, left) if left else None


async def _left(connection: AsyncConnection, due: Due, week: Week, member: int, now: datetime) -> int:
    """How many logs or reviews the member still has to write in the week."""
    if due is Due.REVIEWS:
        part = (await assignments_of(connection, week, now)).account.of(member)
        return len(part.to_write) + len(part.free)
    return int(member in await members_owing_logs(connection, week))
