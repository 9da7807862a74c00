"""What remains of a database when a backup replaces it, wherever that is interrupted."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.backups.exchange import exchange, prepare
from bot.storage.database import Database

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)


def left_by_a_killed_bot(folder: Path) -> Path:
    """Create a database whose last commit is in the file next to it."""
    living, file = folder / "living.db", folder / "club.db"
    with closing(sqlite3.connect(living)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE said (words TEXT)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("INSERT INTO said VALUES ('kept')")
        connection.commit()
        for ending in ("", "-wal"):
            shutil.copy(f"{living}{ending}", f"{file}{ending}")
    return file


def backup(folder: Path) -> Path:
    made = folder / "backup.db"
    sqlite3.connect(made).close()
    return made


def said_in(folder: Path) -> list[tuple[str]]:
    """The contents of the only database that was moved aside."""
    (kept,) = (path for path in folder.glob("club.db.before-*") if path.name.endswith("Z"))
    with closing(sqlite3.connect(kept)) as connection:
        return connection.execute("SELECT words FROM said").fetchall()


@pytest.mark.parametrize("renames", range(3))
async def test_the_former_database_is_complete_whichever_rename_was_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    file, done = left_by_a_killed_bot(tmp_path), 0
    rename = Path.rename

    def die(part: Path, name: Path) -> Path:
        nonlocal done
        if done == renames:
            raise KeyboardInterrupt
        done += 1
        return rename(part, name)

    with monkeypatch.context() as dying:
        dying.setattr(Path, "rename", die)
        with contextlib.suppress(KeyboardInterrupt):
            exchange(await prepare(backup(tmp_path), file, NOW), file, NOW)
    again = NOW + timedelta(minutes=1)
    if done <= 1:
        exchange(await prepare(backup(tmp_path), file, again), file, again)
    assert said_in(tmp_path) == [("kept",)]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM clubs").fetchall() == [(0,)]


async def test_what_a_killed_restore_prepared_goes_at_the_next_start(tmp_path: Path) -> None:
    """It may hold what members had erased since the backup was made."""
    file = left_by_a_killed_bot(tmp_path)
    prepared = (await prepare(backup(tmp_path), file, NOW)).file
    assert prepared.exists()
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    await database.open()
    await database.close()
    assert prepared.exists()
    file.unlink()
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.open()
    await database.close()
    assert not prepared.exists()
