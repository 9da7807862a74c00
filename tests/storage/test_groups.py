"""Changes that share a transaction are all kept, and a failing one affects no other."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from bot.storage.command_syncs import remember_fingerprint
from bot.storage.database import Database
from bot.storage.errors import is_locked
from bot.storage.tables import command_syncs
from tests.support.sql_events import sql_events, writer_of

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)


async def kept(database: Database) -> int:
    async with database.read_transaction() as connection:
        return (await connection.execute(select(func.count()).select_from(command_syncs))).scalar_one()


async def test_each_caller_gets_its_own_result_and_many_share_a_commit(database: Database) -> None:
    def change(number: int):
        async def remember(connection: AsyncConnection) -> int:
            await remember_fingerprint(connection, number, "f", NOON)
            return number

        return remember

    numbers = list(range(100))
    commits: list[object] = []
    with sql_events("commit", commits.append, await writer_of(database)):
        assert await asyncio.gather(*(database.grouped(change(number)) for number in numbers)) == numbers
    assert await kept(database) == 100
    assert len(commits) < 10


async def test_a_failing_change_affects_no_other(database: Database) -> None:
    async def fail(connection: AsyncConnection) -> None:
        await remember_fingerprint(connection, 99, "never", NOON)
        raise ZeroDivisionError

    async def remember(connection: AsyncConnection) -> None:
        await remember_fingerprint(connection, 1, "f", NOON)

    results = await asyncio.gather(
        database.grouped(fail), database.grouped(remember), database.grouped(fail), return_exceptions=True
    )
    assert [type(result) for result in results] == [ZeroDivisionError, type(None), ZeroDivisionError]
    assert await kept(database) == 1


async def test_a_cancelled_caller_affects_no_other(database: Database) -> None:
    async def remember(connection: AsyncConnection) -> str:
        await remember_fingerprint(connection, 1, "f", NOON)
        return "kept"

    leaving = asyncio.create_task(database.grouped(remember))
    staying = asyncio.create_task(database.grouped(remember))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == "kept"
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_a_group_waits_once_for_the_lock_of_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.sqlite.BUSY_TIMEOUT_MS", 20)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'club.db'}")
    await database.open()
    attempts: list[int] = []
    together = database._groups._together

    async def counted(changes: list[Any]) -> list[Any]:
        attempts.append(len(changes))
        return await together(changes)

    monkeypatch.setattr(database._groups, "_together", counted)
    with closing(sqlite3.connect(tmp_path / "club.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = (
            database.grouped(partial(remember_fingerprint, application_id=number, fingerprint="f", synced_at=NOON))
            for number in range(10)
        )
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [is_locked(result) for result in results] == [True] * 10
    assert attempts == [10]
    await database.grouped(partial(remember_fingerprint, application_id=1, fingerprint="f", synced_at=NOON))
    assert await kept(database) == 1
    await database.close()
