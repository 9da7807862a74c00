"""Errors of operators' commands: one sentence with what to do, the right exit code, never a traceback."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from discord.http import Route
from sqlalchemy import make_url, text

from bot.storage.backups import file_checks
from bot.storage.database import Database
from bot.storage.sqlite import file_url
from tests.test_settings import ROOT, TOKEN, start_bot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operations.conftest import Operate
    from tests.support.postgresql import PostgresqlServer

AWAY = "postgresql+asyncpg://club:hunter2@127.0.0.1:1/club"


async def make(file: Path) -> None:
    database = Database(file_url(file))
    await database.open()
    await database.close()


@pytest.fixture
def club(operate: Operate, tmp_path: Path) -> Operate:
    """A terminal with a database that a bot has used."""
    asyncio.run(make(tmp_path / "club.db"))
    return operate


@pytest.fixture(autouse=True)
def _no_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api")


def line_about(words: str, printed: str) -> str:
    return next((line for line in printed.splitlines() if words in line), "")


@pytest.mark.parametrize("command", [("check",), ("doctor",), ("restore", "--done"), ("copy-database", AWAY, "TO")])
def test_an_unreachable_server_is_reported_without_the_password(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", AWAY)
    code, printed = operate(*(file_url(tmp_path / "new.db") if word == "TO" else word for word in command))
    assert code == 1
    assert "PostgreSQL cannot be reached on 127.0.0.1:1: check that it runs" in printed
    assert "hunter2" not in printed


@pytest.mark.parametrize("command", ["check", "doctor"])
async def test_a_refusal_by_the_server_is_reported(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer, command: str
) -> None:
    postgres = make_url(postgresql.url("postgres"))
    locked_out = postgres.set(username="keyholder", password="hunter2").render_as_string(hide_password=False)
    for url, told in (
        (locked_out, "refuses the user 'keyholder': check user and password"),
        (postgresql.url("atlantis"), "create 'atlantis' there first"),
    ):
        monkeypatch.setenv("DATABASE_URL", url)
        code, printed = await asyncio.to_thread(operate, command)
        assert (code, told in printed) == (1, True), printed
        assert "hunter2" not in printed


async def test_a_new_database_on_a_server_is_no_problem(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer
) -> None:
    url = await postgresql.new_database(is_migrated=False)
    monkeypatch.setenv("DATABASE_URL", url)
    _, printed = await asyncio.to_thread(operate, "doctor")
    assert line_about("PostgreSQL", printed).startswith(
        "ok     The PostgreSQL database answers; its tables will be created"
    )
    code, printed = await asyncio.to_thread(operate, "check")
    assert (code, "no Paper Club tables yet. The bot creates them when it starts" in printed) == (1, True)
    await postgresql.drop(url)


@pytest.mark.parametrize("version", ["0001", "0999"])
async def test_tables_of_another_version_are_reported(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer, version: str
) -> None:
    url = await postgresql.new_database()
    database = Database(url)
    async with database.write_transaction() as connection:
        # As an older version had it, and a newer one might.
        await connection.execute(text("ALTER TABLE outbox DROP COLUMN is_doubtful"))
        await connection.execute(text("DROP TABLE turns"))
        await connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    await database.close()
    monkeypatch.setenv("DATABASE_URL", url)
    (code, check), (_, doctor) = [await asyncio.to_thread(operate, command) for command in ("check", "doctor")]
    await postgresql.drop(url)
    if version == "0001":
        assert (code, "The bot updates the tables to version" in check) == (0, True), check
        assert "ok     The PostgreSQL database answers; table version 0001 of" in doctor
    else:
        newer = "wrong  The tables are from a newer Paper Club (version 0999"
        assert (code, newer in check, newer in doctor) == (1, True, True), check + doctor


@pytest.mark.parametrize(
    ("target", "folder", "told"),
    [
        ("x" * 300, "", "File name too long"),
        ("x" * 250, "", "File name too long"),
        ("nowhere/a.db", "", "The folder nowhere does not exist: create it first"),
        ("club.db", "", "already exists"),
        ("", "club.db", "The folder club.db does not exist and cannot be created: File exists."),
        ("", "club.db/backups", "does not exist and cannot be created: Not a directory."),
    ],
)
def test_an_unusable_place_for_a_backup_is_reported(
    club: Operate, monkeypatch: pytest.MonkeyPatch, target: str, folder: str, told: str
) -> None:
    monkeypatch.setenv("BACKUP_FOLDER", folder)
    code, printed = club("backup", *([target] if target else []))
    assert (code, told in printed) == (1, True), printed
    assert printed.count("\n") == 1


@pytest.mark.parametrize("command", [("check",), ("backup",), ("restore", "old.db"), ("doctor",)])
def test_a_folder_is_not_a_database_and_is_left_alone(
    club: Operate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    assert club("backup", "old.db")[0] == 0
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("DATABASE_URL", file_url(tmp_path / "data"))
    code, printed = club(*command)
    assert code == 1
    assert "is a folder" in printed or "There is no database" in printed
    assert [path.name for path in tmp_path.glob("data*") if path.suffix != ".lock"] == ["data"]


@pytest.mark.parametrize("command", ["check", "doctor", "start"])
def test_a_database_of_another_program_is_left_alone(operate: Operate, tmp_path: Path, command: str) -> None:
    with closing(sqlite3.connect(tmp_path / "club.db")) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    before = (tmp_path / "club.db").read_bytes()
    if command == "start":
        ended = start_bot(tmp_path, DISCORD_TOKEN=TOKEN, DATABASE_URL=file_url(tmp_path / "club.db"))
        code, printed = ended.returncode, ended.stderr
    else:
        code, printed = operate(command)
    assert code == (2 if command == "start" else 1)
    assert "another program's database" in printed
    assert (tmp_path / "club.db").read_bytes() == before


def test_a_start_without_its_server_is_not_a_wrong_setting(tmp_path: Path) -> None:
    ended = start_bot(tmp_path, DISCORD_TOKEN=TOKEN, DATABASE_URL=AWAY)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith("PostgreSQL cannot be reached on 127.0.0.1:1")


def test_a_check_does_not_write_to_an_empty_file(operate: Operate, tmp_path: Path) -> None:
    (tmp_path / "club.db").touch()
    code, printed = operate("check")
    assert (code, "no Paper Club tables yet" in printed) == (1, True)
    assert (tmp_path / "club.db").read_bytes() == b""


def test_a_restore_takes_a_file_or_is_noted_as_done(club: Operate, tmp_path: Path) -> None:
    assert club("backup", "old.db")[0] == 0
    code, printed = club("restore", "old.db", "--done")
    assert (code, "not both" in printed) == (1, True)
    (tmp_path / "club.db").unlink()
    code, printed = club("restore", "--done")
    assert (code, "restore the backup first" in printed) == (1, True)
    assert not (tmp_path / "club.db").exists()


@pytest.mark.parametrize("word", ["check", "doctor"])
def test_reading_only_the_first_line_of_output_works(club: Operate, tmp_path: Path, word: str) -> None:
    command = f"{sys.executable} -m bot {word} | true"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": file_url(tmp_path / "club.db")}
    ended = subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("before", "told"),
    [("", "type .venv/bin/python -m bot"), ("sys.version_info = (3, 10); ", "needs Python 3.11 or newer")],
)
def test_the_wrong_python_is_explained(before: str, told: str) -> None:
    """The one that comes first on most machines: without the packages, or too old."""
    words = [sys.executable, "-S", "-c", f"import sys; {before}import bot"]
    ended = subprocess.run(words, cwd=ROOT, env={"PATH": "/bin"}, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert told in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can restore for another account")
def test_files_restored_by_root_belong_to_the_bots_user(club: Operate, tmp_path: Path) -> None:
    assert club("backup", "old.db")[0] == 0
    os.chown(tmp_path / "club.db", 10001, 10002)
    assert club("restore", "old.db")[0] == 0
    restored = (tmp_path / "club.db").stat()
    assert (restored.st_uid, restored.st_gid, restored.st_mode & 0o777) == (10001, 10002, 0o600)


async def test_a_restore_is_not_noted_while_a_bot_runs(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer
) -> None:
    """It may already have posted what it didn't look for."""
    url = await postgresql.new_database()
    monkeypatch.setenv("DATABASE_URL", url)
    running = Database(url)
    async with running.read_transaction():
        pass
    code, printed = await asyncio.to_thread(operate, "restore", "--done")
    assert (code, "A Paper Club is running on the database. Stop every process" in printed) == (1, True)
    async with running.read_transaction() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM restores")) == 0
    await running.close()
    assert (await asyncio.to_thread(operate, "restore", "--done"))[0] == 0
    await postgresql.drop(url)


def test_an_error_names_its_likely_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "club.db"
    assert file_checks.likely_cause(file, "disk I/O error") == "disk I/O error"
    monkeypatch.setattr(os, "access", lambda *_args: False)  # a test may run as root, who may do anything
    told = file_checks.likely_cause(file, "attempt to write a readonly database")
    assert told.startswith("attempt to write a readonly database, because this account may not write there")
    monkeypatch.setattr(file_checks, "LEAST_FREE", 1 << 80)
    assert "disk I/O error, because its disk is full (" in file_checks.likely_cause(file, "disk I/O error")
