"""Who wants to be reminded, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.core.reminders.reminder import Reminder
from bot.storage.reminders import rows as reminder_rows

if TYPE_CHECKING:
    from bot.storage.database import Database

NOW = datetime(2026, 1, 11, 17, tzinfo=UTC)
ADA, BO, HERE, THERE = 7, 8, 2**62, 2**62 + 1


async def test_a_wish_is_for_one_server_and_stored_once(database: Database) -> None:
    async with database.write_transaction() as connection:
        assert not await reminder_rows.save_reminder(connection, Reminder(HERE, ADA, 1), NOW)
        assert await reminder_rows.save_reminder(connection, Reminder(HERE, ADA, 2), NOW)
        await reminder_rows.save_reminder(connection, Reminder(THERE, ADA, 2), NOW)
        await reminder_rows.save_reminder(connection, Reminder(HERE, BO, 3), NOW)
        assert await reminder_rows.reachable(connection, HERE) == {
            ADA: Reminder(HERE, ADA, 2),
            BO: Reminder(HERE, BO, 3),
        }
        assert await reminder_rows.delete_reminders(connection, ADA, HERE)
        assert not await reminder_rows.delete_reminders(connection, ADA, HERE)
        assert set(await reminder_rows.reachable(connection, THERE)) == {ADA}
        assert await reminder_rows.delete_reminders(connection, ADA, None)
        assert await reminder_rows.reachable(connection, THERE) == {}
        assert set(await reminder_rows.reachable(connection, HERE)) == {BO}


async def test_a_refusal_lasts_until_the_member_asks_again(database: Database) -> None:
    async with database.write_transaction() as connection:
        await reminder_rows.save_reminder(connection, Reminder(HERE, ADA, 1), NOW)
        await reminder_rows.note_refused(connection, HERE, ADA)
        assert await reminder_rows.reachable(connection, HERE) == {}
        assert await reminder_rows.reminder_of(connection, HERE, ADA) == Reminder(HERE, ADA, 1, is_refused=True)
        await reminder_rows.save_reminder(connection, Reminder(HERE, ADA, 1), NOW)
        assert set(await reminder_rows.reachable(connection, HERE)) == {ADA}
