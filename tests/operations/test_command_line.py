"""`python -m bot backup`, `restore`, `check` and `doctor`, as an operator types them."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from discord.http import Route

from bot.operations.backup import dump_command
from bot.storage.database import Database, DatabaseError
from bot.storage.sqlite import file_url
from tests.support.logs import text_by, write
from tests.support.reading_clubs import FIRST_POST, App
from tests.test_settings import TOKEN, start_bot

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.operations.conftest import Operate

POSTGRESQL = "postgresql+asyncpg://club:hunter2@db.example:5433/club?ssl=require"


class Killed(BaseException):
    """Like SIGKILL: nothing in the program catches it."""


async def reading(folder: Path) -> App:
    """A club with a week, a member's log, and a post that is due and not sent."""
    app = App(f"sqlite+aiosqlite:///{folder / 'club.db'}")
    await app.database.open()
    await app.club("lora", "qlora")
    await app.at(FIRST_POST)
    await app.deliver()
    await write(app, 7, text_by(7))
    return app


async def _in_thread(operate: Operate, *words: str) -> tuple[int, str]:
    return await asyncio.to_thread(operate, *words)


async def test_backup_prints_its_path_size_and_contents(operate: Operate, tmp_path: Path) -> None:
    app = await reading(tmp_path)
    code, printed = await _in_thread(operate, "backup")
    await app.database.close()
    (made,) = found(tmp_path, "paperclub-*.db")
    assert code == 0
    assert f"Backed up to {made} (" in printed
    assert "paper_logs" in printed
    assert made.stat().st_mode & 0o777 == 0o600


async def test_backup_to_a_missing_folder_says_so(operate: Operate, tmp_path: Path) -> None:
    code, printed = await _in_thread(operate, "backup", str(tmp_path / "nowhere" / "a.db"))
    assert (code, "create it first" in printed) == (1, True)


async def test_restore_refuses_while_a_bot_runs(operate: Operate, tmp_path: Path) -> None:
    app = await reading(tmp_path)
    await _in_thread(operate, "backup", "old.db")
    code, printed = await _in_thread(operate, "restore", "old.db")
    await app.database.close()
    assert code == 1
    assert "A Paper Club is running" in printed
    assert "Stop it first" in printed


async def test_restore_keeps_the_former_file_and_the_files_next_to_it(operate: Operate, tmp_path: Path) -> None:
    app = await reading(tmp_path)
    await _in_thread(operate, "backup", "old.db")
    await write(app, 8, text_by(8))
    await app.database.close()
    with closing(sqlite3.connect(tmp_path / "club.db")) as left_open:
        left_open.execute("PRAGMA wal_autocheckpoint=0")
        left_open.execute("UPDATE paper_logs SET is_late = 1")
        left_open.commit()
        assert (tmp_path / "club.db-wal").stat().st_size > 0
        code, printed = await _in_thread(operate, "restore", "old.db")
    assert code == 0, printed
    (kept,) = [path for path in found(tmp_path, "club.db.before-*") if not path.name.endswith(("-wal", "-shm"))]
    assert str(kept) in printed
    assert "Read Message History" in printed
    assert rows(kept, "paper_logs") == 2
    assert rows(tmp_path / "club.db", "paper_logs") == 1
    assert rows(tmp_path / "club.db", "restores") == 1
    assert found(tmp_path, ".*") == []
    assert (await _in_thread(operate, "check"))[0] in {0, 1}


@pytest.mark.parametrize("name", ["50%25 off", "Paper%20Club", "why?", "a#b"])
async def test_a_restore_is_noted_in_the_file_itself_whatever_the_folder_is_called(
    operate: Operate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """If it were noted elsewhere, everything since the backup would be posted again."""
    (folder := tmp_path / name).mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///our%20club.db")
    file = folder / "our club.db"
    database = Database(file_url(file))
    await database.open()
    await database.close()
    assert (await _in_thread(operate, "backup", "old.db"))[0] == 0
    code, printed = await _in_thread(operate, "restore", "old.db")
    assert code == 0, printed
    assert rows(file, "restores") == 1
    assert found(tmp_path, "*") == [folder]
    assert found(folder, "our*") == [file, *found(folder, "our club.db.before-*"), *found(folder, "our club.db.lock")]


@pytest.mark.parametrize(("content", "told"), [(b"Dear diary, " * 500, "damaged"), (b"", "not a Paper Club database")])
async def test_restore_refuses_a_file_that_is_not_a_backup(
    operate: Operate, tmp_path: Path, content: bytes, told: str
) -> None:
    app = await reading(tmp_path)
    await app.database.close()
    before = (tmp_path / "club.db").read_bytes()
    (tmp_path / "odd.db").write_bytes(content)
    code, printed = await _in_thread(operate, "restore", "odd.db")
    assert code == 1
    assert told in printed
    assert "nothing was changed" in printed
    assert (tmp_path / "club.db").read_bytes() == before


async def test_restore_refuses_a_backup_of_a_newer_version(operate: Operate, tmp_path: Path) -> None:
    app = await reading(tmp_path)
    await _in_thread(operate, "backup", "new.db")
    await app.database.close()
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    code, printed = await _in_thread(operate, "restore", "new.db")
    assert (code, "newer Paper Club (table version 0999" in printed) == (1, True)


@pytest.mark.parametrize("last", range(5))
async def test_an_interrupted_restore_is_repeated_and_no_bot_starts_before(
    operate: Operate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    """Killed after each rename: whatever files exist then, no bot starts on an empty database."""
    app = await reading(tmp_path)
    await _in_thread(operate, "backup", "old.db")
    await app.database.close()
    renames = 0

    def renamed(original: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def rename(path: Path, target: Path) -> Path:
            nonlocal renames
            if renames == last:
                raise Killed
            renames += 1
            return original(path, target)

        return rename

    with monkeypatch.context() as killing:
        for name in ("rename", "replace"):
            killing.setattr(Path, name, renamed(getattr(Path, name)))
        with suppress(Killed):
            await _in_thread(operate, "restore", "old.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'club.db'}")
    if (tmp_path / ".club.db.restoring").exists():
        with pytest.raises(DatabaseError, match="was interrupted"):
            await database.open()
    else:
        await database.open()
    await database.close()
    code, printed = await _in_thread(operate, "restore", "old.db")
    assert code == 0, printed
    assert rows(tmp_path / "club.db", "paper_logs") == 1


async def test_check_counts_rows_and_shows_no_members_text(operate: Operate, tmp_path: Path) -> None:
    app = await reading(tmp_path)
    await app.deliver()
    await app.database.close()
    code, printed = await _in_thread(operate, "check")
    assert re.search(r"^ +paper_logs +1$", printed, re.MULTILINE)
    assert "Not delivered yet:" in printed
    for part in (text_by(7).problem, text_by(7).approach, "case 7"):
        assert part not in printed
    # The week was posted long ago by the machine's clock, so that due messages are overdue.
    assert code in {0, 1}
    assert ("messages should have been sent" in printed) == (code == 1)


async def test_check_finds_damage(operate: Operate, tmp_path: Path) -> None:
    app = await reading(tmp_path)
    await app.database.close()
    file = tmp_path / "club.db"
    content = bytearray(file.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    file.write_bytes(content)
    code, printed = await _in_thread(operate, "check")
    assert code == 1
    assert "wrong  " in printed
    assert "python -m bot restore" in printed


async def test_check_finds_dangling_rows(operate: Operate, tmp_path: Path) -> None:
    app = await reading(tmp_path)
    await app.database.close()
    with closing(sqlite3.connect(tmp_path / "club.db")) as connection:
        connection.execute("DELETE FROM clubs")
        connection.commit()
    code, printed = await _in_thread(operate, "check")
    assert code == 1
    assert "rows refer to a row that does not exist" in printed


async def test_doctor_explains_each_problem_and_shows_no_secret(
    operate: Operate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api")
    code, printed = await _in_thread(operate, "doctor")
    lines = printed.splitlines()
    assert code == 1
    assert any(line.startswith("wrong  DISCORD_TOKEN is not set.") for line in lines)
    assert any(line.startswith("wrong  Discord cannot be reached") for line in lines)
    assert [line.split()[0] for line in lines if "time zones" in line or "Python" in line or "pictures" in line] == [
        "ok",
        "ok",
        "ok",
    ]
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("BACKUP_FOLDER", str(tmp_path / "backups"))
    monkeypatch.setenv("HEALTH_PORT", "1")
    monkeypatch.setenv("HEALTH_HOST", "192.0.2.1")
    _, printed = await _in_thread(operate, "doctor")
    assert "ok     DISCORD_TOKEN is set" in printed
    assert "wrong  HEALTH_HOST and HEALTH_PORT" in printed
    assert TOKEN not in printed
    monkeypatch.setenv("HEALTH_PORT", "high")
    code, printed = await _in_thread(operate, "doctor")
    assert (code, "wrong  HEALTH_PORT must be" in printed) == (1, True)


async def test_doctor_finds_a_clock_behind_the_databases_and_a_missing_folder(
    operate: Operate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api")
    app = await reading(tmp_path)
    await app.database.close()
    ahead = datetime.now(UTC).timestamp() + 3600
    os.utime(tmp_path / "club.db", (ahead, ahead))
    _, printed = await _in_thread(operate, "doctor")
    assert "before the database's last change" in printed
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'club.db'}")
    _, printed = await _in_thread(operate, "doctor")
    assert "does not exist. Create it." in printed


def test_for_postgresql_the_exact_command_is_given_without_the_password() -> None:
    line = dump_command(POSTGRESQL, datetime(2026, 3, 1, 18, tzinfo=UTC))
    dump = "pg_dump --format=custom --file=paperclub-20260301T180000Z.dump"
    assert line == f"{dump} 'postgresql://club@db.example:5433/club?sslmode=require'"


def test_an_unknown_command_is_explained_and_exits_with_2(tmp_path: Path) -> None:
    ended = start_bot(tmp_path, "dance")
    assert ended.returncode == 2
    assert "invalid choice: 'dance'" in ended.stderr


def rows(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def found(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))
