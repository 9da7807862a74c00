"""The guarantees of each kind of database: no lost updates, consistent reads, and readers that can't write."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from bot.storage.command_syncs import last_fingerprint, remember_fingerprint
from bot.storage.database import Database, DatabaseError
from bot.storage.tables import command_syncs

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        async with database.read_transaction() as connection:
            await connection.execute(insert(command_syncs).values(application_id=1, fingerprint="a", synced_at=NOON))


async def test_an_exception_rolls_back(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.write_transaction() as connection:
            await remember_fingerprint(connection, 1, "half done", NOON)
            await connection.execute(text("SELECT no_such_column FROM command_syncs"))

    with pytest.raises(DBAPIError, match="no_such_column"):
        await fail_half_way()
    async with database.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) is None


async def test_concurrent_updates_are_all_kept(database: Database) -> None:
    async with database.write_transaction() as connection:
        await remember_fingerprint(connection, 1, "0", NOON)

    async def add_one() -> None:
        async with database.write_transaction() as connection:
            seen = await last_fingerprint(connection, 1)
            await asyncio.sleep(0)
            await remember_fingerprint(connection, 1, str(int(seen or 0) + 1), NOON)

    await asyncio.gather(*(add_one() for _ in range(20)))
    async with database.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) == "20"


async def test_a_reader_sees_one_consistent_state(database: Database) -> None:
    async with database.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) is None
        async with database.write_transaction() as writer:
            await remember_fingerprint(writer, 1, "new", NOON)
        assert await last_fingerprint(connection, 1) is None
    async with database.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) == "new"


async def test_an_instant_is_returned_unchanged(database: Database) -> None:
    moment = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=ZoneInfo("Europe/Berlin"))
    async with database.write_transaction() as connection:
        await remember_fingerprint(connection, 1, "f", moment)
    async with database.read_transaction() as connection:
        kept = await connection.scalar(select(command_syncs.c.synced_at))
    assert kept == moment
    assert kept.tzinfo is UTC


async def test_a_fence_is_checked_before_anything_is_written(database_url: str) -> None:
    class Barrier:
        is_open = True

        async def enter(self, connection: AsyncConnection) -> None:
            assert await connection.scalar(text("SELECT 1")) == 1
            if not self.is_open:
                raise PermissionError

        async def is_stored(self, _write: int) -> None:
            raise NotImplementedError

    async def remember(connection: AsyncConnection) -> None:
        await remember_fingerprint(connection, 1, "f", NOON)

    database = Database(database_url)
    barrier = database.fence = Barrier()
    await database.open()
    await database.grouped(remember)
    barrier.is_open = False
    with pytest.raises(PermissionError):
        await database.grouped(partial(remember_fingerprint, application_id=2, fingerprint="f", synced_at=NOON))
    with pytest.raises(PermissionError):
        async with database.write_transaction() as connection:
            await remember(connection)
    async with database.read_transaction() as connection:
        assert await last_fingerprint(connection, 2) is None
    await database.close()


async def test_tables_of_a_newer_version_are_left_alone(database: Database, database_url: str) -> None:
    async with database.write_transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    again = Database(database_url)
    with pytest.raises(DatabaseError, match=r"a newer Paper Club.*\(.*9999") as refused:
        await again.open()
    await again.close()
    assert "restore " in str(refused.value)


async def test_opening_again_changes_nothing(database: Database, database_url: str) -> None:
    async with database.write_transaction() as connection:
        await remember_fingerprint(connection, 1, "f", NOON)
    await database.close()
    again = Database(database_url)
    await again.open()
    async with again.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) == "f"
    await again.close()
