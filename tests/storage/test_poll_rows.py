"""Which poll decided a week, and which is still running or waiting to be counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.core.shards.sharding import ALL_SHARDS
from bot.storage.polls import rows as poll_rows
from tests.storage.test_leavers_and_due_clubs import another_club
from tests.storage.test_paper_logs import NOW, week_of

if TYPE_CHECKING:
    from bot.storage.database import Database

SECOND = timedelta(seconds=1)
PAPERS = ("lora", "mamba")


async def test_only_the_given_week_returns_its_winner(database: Database) -> None:
    async with database.write_transaction() as connection:
        weeks = [await week_of(connection), await week_of(connection, date(2026, 1, 18))]
        polls = [await poll_rows.add_poll(connection, 1, PAPERS, NOW, 10) for _ in weeks]
        for poll, week in zip(polls, weeks, strict=True):
            counted = {"is_open": False, "votes": [1, 0], "winner": "lora", "week_id": week.id}
            await poll_rows.change_poll(connection, poll.id, **counted)
        assert await poll_rows.unread_winner(connection, 1) is None
        await poll_rows.release_winner(connection, 1, weeks[1].id)
        first = await poll_rows.poll_read_in(connection, 1, weeks[0].id)
        assert first
        assert first.id == polls[0].id
        assert await poll_rows.poll_read_in(connection, 1, weeks[1].id) is None
        unread = await poll_rows.unread_winner(connection, 1)
        assert unread
        assert unread.id == polls[1].id


async def test_a_poll_is_to_be_counted_from_its_end_on(database: Database) -> None:
    async with database.write_transaction() as connection:
        await week_of(connection)
        other = await another_club(connection, 1)
        ended = await poll_rows.add_poll(connection, 1, PAPERS, NOW, 10)
        latest = await poll_rows.add_poll(connection, other.id, PAPERS, NOW + SECOND, 20)

        async def waiting(*club_ids: int, after: timedelta) -> set[int]:
            return await poll_rows.clubs_with_ended_polls(connection, club_ids, NOW + after)

        assert await waiting(1, other.id, after=-SECOND) == set()
        assert await waiting(1, other.id, after=0 * SECOND) == {1}
        assert await waiting(1, other.id, after=SECOND) == {1, other.id}
        assert await waiting(other.id, after=SECOND) == {other.id}
        assert await waiting(after=SECOND) == set()
        due = await poll_rows.due_polls(connection, NOW + SECOND, ALL_SHARDS)
        assert [poll.id for poll in due] == [latest.id, ended.id]
        await poll_rows.change_poll(connection, ended.id, is_open=False)
        assert await waiting(1, other.id, after=SECOND) == {other.id}
        assert [poll.id for poll in await poll_rows.due_polls(connection, NOW + SECOND, ALL_SHARDS)] == [latest.id]
