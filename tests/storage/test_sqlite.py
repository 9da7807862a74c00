"""The guarantees of the SQLite file: durable settings, a single process, and a clear error if it can't be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.storage.database import Database, DatabaseError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("query_only", 0)]
)
async def test_the_writer_is_durable_and_strict(database: Database, pragma: str, value: object) -> None:
    async with database.write_transaction() as connection:
        assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value


async def test_other_users_cannot_read_the_file(database: Database, tmp_path: Path) -> None:
    async with database.write_transaction():
        pass
    assert modes(tmp_path) == {"club.db": 0o600, "club.db-shm": 0o600, "club.db-wal": 0o600}


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.glob("*.db*") if path.suffix != ".lock"}


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'club.db'}")
    with pytest.raises(DatabaseError, match="nowhere"):
        await database.open()
    await database.close()


async def test_a_file_that_is_not_a_database_is_refused(tmp_path: Path) -> None:
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
