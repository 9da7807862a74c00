"""Turns that processes share follow each other without gaps or overlaps."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.core.errors import DatabaseAwayError
from bot.services.shards.turns import IDENTIFY_S, SENDING, SharedTurns, seconds_to_identify
from bot.storage.database import Database
from bot.storage.shards.turns import reserve_turn


@pytest.fixture
def database_kind() -> str:
    """PostgreSQL only: an SQLite file has one process, which keeps its turns in memory."""
    return "postgresql"


async def test_each_range_begins_where_the_one_before_ends(database: Database, database_url: str) -> None:
    other = Database(database_url)
    mine, theirs = SharedTurns(database), SharedTurns(other)
    first = await mine.reserve(100)
    assert first == 0
    assert await theirs.reserve(50) == pytest.approx(100, abs=10)
    assert await mine.reserve(1) == pytest.approx(150, abs=10)
    await other.close()


async def test_simultaneous_ranges_do_not_overlap(database: Database, database_url: str) -> None:
    others = [Database(database_url) for _ in range(4)]
    begins = await asyncio.gather(*(SharedTurns(other).reserve(100) for other in others for _ in range(5)))
    assert sorted(round(begin / 100) for begin in begins) == list(range(20))
    for other in others:
        await other.close()


async def test_a_pause_delays_the_next_turn_and_never_brings_it_forward(database: Database) -> None:
    turns = SharedTurns(database)
    await turns.delay(100)
    assert await turns.reserve(100) == pytest.approx(100, abs=10)
    await turns.delay(5)
    assert await turns.reserve(1) == pytest.approx(200, abs=20)


async def test_a_clock_that_was_set_back_delays_nobody(database: Database) -> None:
    turns = SharedTurns(database)
    await turns.reserve(100)
    async with database.separate_transaction() as connection:
        # The row as written by a server whose clock was a day ahead.
        await connection.run_sync(
            lambda sync: sync.exec_driver_sql("UPDATE turns SET next_at = next_at + INTERVAL '1 day'")
        )
    assert await turns.reserve(100) == 0
    assert await turns.reserve(1) == pytest.approx(100, abs=10)


async def test_a_process_stopped_in_the_middle_is_waited_for_quietly(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.postgresql.LOCK_TIMEOUT_S", 0.4)
    other = Database(database_url)
    stopped, let_go = asyncio.Event(), asyncio.Event()

    async def stop_in_the_middle() -> None:
        async with database.separate_transaction() as connection:
            await reserve_turn(connection, SENDING, 1)
            stopped.set()
            await let_go.wait()

    stopping = asyncio.create_task(stop_in_the_middle())
    await stopped.wait()
    with capture_logs() as logged:
        taking = asyncio.create_task(SharedTurns(other).reserve(1))
        await asyncio.wait({taking}, timeout=0.6)
        assert not taking.done()
        let_go.set()
        await stopping
        assert await taking == pytest.approx(1, abs=1)
    assert logged == []
    await other.close()


async def test_a_queue_that_stays_locked_counts_as_a_database_outage(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.postgresql.LOCK_TIMEOUT_S", 0.02)
    other = Database(database_url)
    async with database.separate_transaction() as connection:
        await reserve_turn(connection, SENDING, 1)
        with pytest.raises(DatabaseAwayError):
            await SharedTurns(other).reserve(1)
    await other.close()


async def test_shards_of_one_bucket_identify_one_after_another(database: Database) -> None:
    waits = [await seconds_to_identify(database, shard_id, at_once=2) for shard_id in range(4)]
    assert waits[:2] == [0, 0]
    assert waits[2:] == pytest.approx([IDENTIFY_S, IDENTIFY_S], abs=2)


async def test_a_pause_works_without_reaching_other_processes(database: Database) -> None:
    async with database.separate_transaction() as connection:
        await connection.run_sync(lambda sync: sync.exec_driver_sql("ALTER TABLE turns RENAME TO gone"))
    await SharedTurns(database).delay(1)


async def test_without_the_database_a_shard_still_starts_its_session(database: Database) -> None:
    async with database.separate_transaction() as connection:
        await connection.run_sync(lambda sync: sync.exec_driver_sql("ALTER TABLE turns RENAME TO gone"))
    assert await seconds_to_identify(database, 0, at_once=1) == IDENTIFY_S
