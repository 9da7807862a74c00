"""The promises of the one file: durable settings, no lost updates, readers that cannot write."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import OperationalError

from bot.storage.command_syncs import last_fingerprint, remember_fingerprint
from bot.storage.database import Database, DatabaseError
from bot.storage.tables import command_syncs

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("query_only", 0)]
)
async def test_the_writer_is_durable_and_strict(database: Database, pragma: str, value: object) -> None:
    async with database.writing() as connection:
        assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        async with database.reading() as connection:
            await connection.execute(insert(command_syncs).values(application_id=1, fingerprint="a", synced_at=NOON))


async def test_what_raises_is_rolled_back(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.writing() as connection:
            await remember_fingerprint(connection, 1, "half done", NOON)
            await connection.execute(text("SELECT no_such_column FROM command_syncs"))

    with pytest.raises(OperationalError, match="no_such_column"):
        await fail_half_way()
    async with database.reading() as connection:
        assert await last_fingerprint(connection, 1) is None


async def test_concurrent_updates_are_all_kept(database: Database) -> None:
    async with database.writing() as connection:
        await remember_fingerprint(connection, 1, "0", NOON)

    async def add_one() -> None:
        async with database.writing() as connection:
            seen = await last_fingerprint(connection, 1)
            await asyncio.sleep(0)
            await remember_fingerprint(connection, 1, str(int(seen or 0) + 1), NOON)

    await asyncio.gather(*(add_one() for _ in range(20)))
    async with database.reading() as connection:
        assert await last_fingerprint(connection, 1) == "20"


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'club.db'}")
    with pytest.raises(DatabaseError, match="nowhere"):
        await database.open()
    await database.close()


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "club.db"
    file.write_bytes(b"Dear diary, " * 500)
    database = Database(f"sqlite+aiosqlite:///{file}")
    with pytest.raises(DatabaseError, match="cannot be used"):
        await database.open()
    await database.close()


async def test_a_second_process_is_refused_and_the_file_is_free_again_after_the_first(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'club.db'}"
    first, second = Database(url), Database(url)
    await first.open()
    with pytest.raises(DatabaseError, match="another running Paper Club is using"):
        await second.open()
    await first.close()
    await second.open()
    await second.close()
