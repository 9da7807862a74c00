"""The rows of takeaways: one for each member and week, in both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.takeaways.takeaway import NOTHING, OwnTakeaway, Takeaway, TakeawayText, accepted, refused
from bot.storage.takeaways.rows import own_takeaway, save_takeaway, takeaways_of_week
from tests.support.personal_rows import PersonalRows

if TYPE_CHECKING:
    from bot.storage.database import Database

ADA, BO = 911_111_111_111_111_111, 922_222_222_222_222_222
NOON = datetime(2026, 1, 11, 12, tzinfo=UTC)
ONE, TWO = TakeawayText("Two thin matrices are enough.", "Why rank 8?"), TakeawayText("Freeze 🦉 the rest.")


async def test_a_week_has_one_takeaway_of_each_member(database: Database) -> None:
    async with database.write_transaction() as connection:
        rows = PersonalRows(connection)
        (_, week), (_, other) = await rows.club(1), await rows.club(1)
        await save_takeaway(connection, week, BO, OwnTakeaway(1, NOON, TWO))
        await save_takeaway(connection, week, ADA, OwnTakeaway(2, NOON + timedelta(minutes=1), TWO))
        changed = accepted(await own_takeaway(connection, week, ADA), ONE, 3, NOON + timedelta(minutes=2))
        await save_takeaway(connection, week, ADA, changed)
    async with database.read_transaction() as connection:
        assert await takeaways_of_week(connection, week) == [Takeaway(BO, TWO), Takeaway(ADA, ONE)]
        assert await takeaways_of_week(connection, other) == []
        assert await own_takeaway(connection, week, ADA) == changed
        assert await own_takeaway(connection, other, ADA) is None


async def test_what_is_withdrawn_or_only_kept_does_not_count(database: Database) -> None:
    unstorable = TakeawayText("a\x00b", "c\ud800")
    async with database.write_transaction() as connection:
        _, week = await PersonalRows(connection).club(1)
        await save_takeaway(connection, week, ADA, accepted(OwnTakeaway(1, NOON, ONE), NOTHING, 2, NOON))
        await save_takeaway(connection, week, BO, refused(None, unstorable, 3, NOON))
    async with database.read_transaction() as connection:
        assert await takeaways_of_week(connection, week) == []
        assert await own_takeaway(connection, week, ADA) == OwnTakeaway(2, NOON)
        kept = await own_takeaway(connection, week, BO)
    assert kept
    assert kept.text is None
    assert kept.newest == TakeawayText("a\ufffdb", "c\ufffd")
