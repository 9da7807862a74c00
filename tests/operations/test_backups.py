"""Backups: complete even while the bot writes, verified before they get their name, and limited in number."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.metrics import Metrics
from bot.services.backups import Backups
from bot.settings import load_settings
from bot.storage.backups import copies as backups
from bot.storage.backups.copies import BackupError, back_up
from bot.storage.backups.file_checks import damage
from bot.storage.command_syncs import remember_fingerprint
from bot.storage.database import Database
from bot.wiring import build_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database, as a running bot has it: locked, with the newest rows not yet in the file itself."""
    running = Database(f"sqlite+aiosqlite:///{tmp_path / 'club.db'}")
    await running.open()
    async with running.write_transaction() as connection:
        await remember_fingerprint(connection, 1, "first", NOON)
    yield running
    await running.close()


def found(folder: Path) -> list[str]:
    """Backups, finished and unfinished."""
    return sorted(path.name for path in folder.glob("*copy*"))


def fingerprints(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT fingerprint FROM command_syncs ORDER BY application_id")]


async def test_a_running_bots_file_is_copied_with_rows_that_are_not_in_it_yet(
    database: Database, tmp_path: Path
) -> None:
    backup = await asyncio.to_thread(back_up, tmp_path / "club.db", tmp_path / "copy.db")
    assert fingerprints(backup.file) == ["first"]
    assert backup.rows["command_syncs"] == 1
    assert backup.size == backup.file.stat().st_size
    assert found(tmp_path) == ["copy.db"]


async def test_each_backup_made_while_the_bot_writes_is_consistent(database: Database, tmp_path: Path) -> None:
    written = made = 0

    async def write() -> None:
        nonlocal written
        for number in itertools.count(2):
            async with database.write_transaction() as connection:
                await remember_fingerprint(connection, number, str(number), NOON)
            written = number
            if number >= 300 and made >= 2:
                break

    writing = asyncio.create_task(write())
    while not writing.done():
        before = written
        backup = await asyncio.to_thread(back_up, tmp_path / "club.db", tmp_path / f"copy{made}.db")
        assert damage(backup.file) == ""
        # Every row up to the last, and everything that was acknowledged when the backup began.
        assert before <= backup.rows["command_syncs"] == len(fingerprints(backup.file))
        assert fingerprints(backup.file)[1:] == [str(number) for number in range(2, backup.rows["command_syncs"] + 1)]
        made += 1
    await writing


async def test_a_damaged_database_gives_no_backup(database: Database, tmp_path: Path) -> None:
    await database.close()
    file = tmp_path / "club.db"
    content = bytearray(file.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    file.write_bytes(content)
    with pytest.raises(BackupError, match=r"damaged|malformed"):
        back_up(file, tmp_path / "copy.db")
    assert found(tmp_path) == []


def test_existing_files_are_never_overwritten(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "club.db")) as connection:
        connection.execute("CREATE TABLE a (b)")
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BackupError, match="already exists"):
        back_up(tmp_path / "club.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


class Killed(BaseException):
    """Like SIGKILL: nothing in the program catches it."""


def everything_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.mark.parametrize("step", ["copy", "flush", "damage", "row_counts", "flush_folder"])
async def test_an_interrupted_backup_has_no_name_unless_it_is_complete(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    clock, folder = Clock(), tmp_path / "copies"
    kept = Backups(tmp_path / "club.db", folder, hours=6, keep=3, now=clock, metrics=Metrics())

    def die(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as killing:
        killing.setattr(backups, step, die)
        with pytest.raises(Killed):
            await kept.make_if_due()
    named = [path for path in everything_in(folder) if path.name.startswith("paperclub-")]
    assert all(damage(file) == "" and fingerprints(file) == ["first"] for file in named)
    assert len(named) == (step == "flush_folder")
    clock.now += 7 * HOUR
    assert await kept.make_if_due()
    assert [path.name for path in everything_in(folder) if path not in named] == ["paperclub-20260301T190000Z.db"]


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


async def test_a_backup_is_made_every_few_hours_and_only_the_newest_are_kept(
    database: Database, tmp_path: Path
) -> None:
    clock, metrics, folder = Clock(), Metrics(), tmp_path / "backups"
    kept = Backups(tmp_path / "club.db", folder, hours=6, keep=3, now=clock, metrics=metrics)
    folder.mkdir()
    (folder / "notes.db").write_text("somebody else's")
    for _ in range(31):
        await kept.make_if_due()
        clock.now += HOUR
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "notes.db",
        "paperclub-20260302T060000Z.db",
        "paperclub-20260302T120000Z.db",
        "paperclub-20260302T180000Z.db",
    ]
    assert metrics.registry.get_sample_value("paperclub_backups_total", {"outcome": "made"}) == 6
    newest = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert metrics.registry.get_sample_value("paperclub_newest_backup_timestamp_seconds") == newest.timestamp()


async def test_a_backup_dated_in_the_future_by_a_wrong_clock_replaces_no_others(
    database: Database, tmp_path: Path
) -> None:
    metrics, folder = Metrics(), tmp_path / "backups"
    folder.mkdir()
    (folder / "paperclub-20360101T000000Z.db").write_text("made when the clock was wrong")
    kept = Backups(tmp_path / "club.db", folder, hours=6, keep=1, now=Clock(), metrics=metrics)
    assert await kept.make_if_due()
    assert await kept.make_if_due() is None
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["paperclub-20260301T120000Z.db", "paperclub-20360101T000000Z.db"]
    assert metrics.registry.get_sample_value("paperclub_newest_backup_timestamp_seconds") == NOON.timestamp()


async def test_with_postgresql_the_log_says_that_none_are_made(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://club@127.0.0.1:1/club"
    settings = load_settings(_env_file=None, database_url=url, backup_folder=tmp_path / "backups")
    with capture_logs() as logged:
        build_bot(settings, ticking=False)
    assert [(line["event"], line["log_level"]) for line in logged] == [("no backups are made", "warning")]


async def test_an_invalid_backup_folder_is_logged_as_such(database: Database, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file")
    kept = Backups(tmp_path / "club.db", tmp_path / "backups", hours=6, keep=1, now=Clock(), metrics=Metrics())
    with capture_logs() as logged:
        assert await kept.make_if_due() is None
    folder = tmp_path / "backups"
    assert logged[0]["reason"] == f"The folder {folder} does not exist and cannot be created: File exists."


async def test_a_failure_is_logged_counted_and_retried_later(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, metrics = Clock(), Metrics()
    kept = Backups(tmp_path / "club.db", tmp_path / "backups", hours=6, keep=3, now=clock, metrics=metrics)

    def full(_source: Path, _target: Path) -> int:
        raise OSError(28, "No space left on device")

    copy = backups.copy
    monkeypatch.setattr(backups, "copy", full)
    with capture_logs() as logged:
        for _ in range(3):
            assert await kept.make_if_due() is None
    (line,) = logged
    assert (line["event"], line["log_level"]) == ("backup failed", "error")
    assert "No space left" in line["reason"]
    assert metrics.registry.get_sample_value("paperclub_backups_total", {"outcome": "failed"}) == 1
    monkeypatch.setattr(backups, "copy", copy)
    clock.now += HOUR
    assert await kept.make_if_due()
