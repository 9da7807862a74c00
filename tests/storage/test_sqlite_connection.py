"""Our connection returns the same as aiosqlite's own, with fewer calls to its thread."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.storage.sqlite_connection import connect

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
async def visits(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record the names of what runs in connections' threads from now on. One for reading is already open."""
    async with database.read_transaction() as connection:
        await connection.execute(text("VALUES (1)"))
    found: list[str] = []
    visit = aiosqlite.Connection._execute

    async def counted(connection: aiosqlite.Connection, function: Any, *args: Any, **options: Any) -> object:
        found.append("statement" if isinstance(function, partial) else function.__name__)
        return await visit(connection, function, *args, **options)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return found


async def is_in_transaction(connection: AsyncConnection) -> bool:
    driver: Any = (await connection.get_raw_connection()).driver_connection
    return bool(driver.in_transaction)


async def test_a_statement_is_one_call_to_the_thread_and_begins_its_transaction(
    database: Database, visits: list[str]
) -> None:
    async with database.read_transaction() as connection:
        rows = (await connection.execute(text("VALUES (1), (2), (3)"))).scalars().all()
        assert visits == ["statement"]
        assert await is_in_transaction(connection)
    assert rows == [1, 2, 3]
    assert visits == ["statement", "commit"]


async def test_a_transaction_without_a_statement_makes_no_call(database: Database, visits: list[str]) -> None:
    async with database.read_transaction():
        pass
    assert visits == []


async def test_all_statements_of_a_transaction_see_one_consistent_state(database: Database) -> None:
    async with database.write_transaction() as connection:
        await connection.execute(text("CREATE TABLE a (b)"))
    count = text("SELECT count(*) FROM a")
    async with database.read_transaction() as reader:
        assert (await reader.execute(count)).scalar_one() == 0
        async with database.write_transaction() as writer:
            await writer.execute(text("INSERT INTO a VALUES (1)"))
        assert (await reader.execute(count)).scalar_one() == 0


async def test_a_cancelled_statement_leaves_no_open_transaction(database: Database, visits: list[str]) -> None:
    long = text("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 300000) SELECT max(i) FROM n")

    async def write() -> None:
        async with database.write_transaction() as connection:
            await connection.execute(long)

    task = asyncio.create_task(write())
    # Wait until its statement has reached the thread.
    while "statement" not in visits:  # noqa: ASYNC110 - another thread runs it
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write_transaction() as connection:
        assert not await is_in_transaction(connection)
        await connection.execute(text("CREATE TABLE a (b)"))
    async with database.read_transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM a"))).scalar_one() == 0


async def test_rows_are_returned_once_and_replaced_by_the_next_statement(tmp_path: Path) -> None:
    connection = await connect(str(tmp_path / "a.db"), isolation_level=None, check_same_thread=False)
    async with connection.cursor() as cursor:
        await cursor.execute("VALUES (1), (2)")
        await cursor.execute("VALUES (?)", (3,))
        assert [tuple(row) for row in await cursor.fetchall()] == [(3,)]
        assert list(await cursor.fetchall()) == []
        await cursor.execute("CREATE TABLE a (b)")
        assert list(await cursor.fetchall()) == []
    await connection.close()


async def test_sqlites_errors_are_raised_at_the_caller(database: Database) -> None:
    async with database.write_transaction() as connection:
        await connection.execute(text("CREATE TABLE a (b UNIQUE)"))
        await connection.execute(text("INSERT INTO a VALUES (1)"))
        with pytest.raises(IntegrityError, match="UNIQUE"):
            await connection.execute(text("INSERT INTO a VALUES (1)"))
        assert (await connection.execute(text("SELECT count(*) FROM a"))).scalar_one() == 1
