"""What goes wrong for whoever types a command: one sentence with what to do, the right exit code, never a traceback."""

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

from bot.storage import file_checks
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
    """A terminal beside a database that a bot has used."""
    asyncio.run(make(tmp_path / "club.db"))
    return operate


@pytest.fixture(autouse=True)
def _no_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api")


def line_about(words: str, printed: str) -> str:
    return next((line for line in printed.splitlines() if words in line), "")


@pytest.mark.parametrize("command", [("check",), ("doctor",), ("restore", "--done"), ("copy-database", AWAY, "TO")])
def test_a_server_that_is_away_is_told_without_the_password(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", AWAY)
    code, printed = operate(*(file_url(tmp_path / "new.db") if word == "TO" else word for word in command))
    assert code == 1
    assert "PostgreSQL cannot be reached on 127.0.0.1:1: check that it runs" in printed
    assert "hunter2" not in printed


@pytest.mark.parametrize("command", ["check", "doctor"])
async def test_what_a_server_refuses_is_told(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer, command: str
) -> None:
    await postgresql.run("DROP ROLE IF EXISTS keyholder")
    await postgresql.run("CREATE ROLE keyholder LOGIN PASSWORD 'another'")
    postgres = make_url(postgresql.url("postgres"))
    locked_out = postgres.set(username="keyholder", password="hunter2").render_as_string(hide_password=False)
    for url, told in (
        (locked_out, "does not let 'keyholder' in: check user and password"),
        (postgresql.url("atlantis"), "create 'atlantis' there first"),
    ):
        monkeypatch.setenv("DATABASE_URL", url)
        code, printed = await asyncio.to_thread(operate, command)
        assert (code, told in printed) == (1, True), printed
        assert "hunter2" not in printed


async def test_a_new_database_on_a_server_is_nothing_wrong(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer
) -> None:
    url = await postgresql.new_database(is_migrated=False)
    monkeypatch.setenv("DATABASE_URL", url)
    _, printed = await asyncio.to_thread(operate, "doctor")
    assert line_about("PostgreSQL", printed).startswith(
        "ok     The PostgreSQL database answers; its tables will be made"
    )
    code, printed = await asyncio.to_thread(operate, "check")
    assert (code, "no tables of Paper Club's yet: the bot makes them when it starts" in printed) == (1, True)
    await postgresql.drop(url)


@pytest.mark.parametrize("version", ["0001", "0999"])
async def test_tables_of_another_version_are_told(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer, version: str
) -> None:
    url = await postgresql.new_database()
    database = Database(url)
    async with database.writing() as connection:
        # As an older version had it, and a newer one might.
        await connection.execute(text("ALTER TABLE outbox DROP COLUMN is_doubtful"))
        await connection.execute(text("DROP TABLE turns"))
        await connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    await database.close()
    monkeypatch.setenv("DATABASE_URL", url)
    (code, check), (_, doctor) = [await asyncio.to_thread(operate, command) for command in ("check", "doctor")]
    await postgresql.drop(url)
    if version == "0001":
        assert (code, "The bot brings the tables to version" in check) == (0, True), check
        assert "ok     The PostgreSQL database answers; tables 0001 of" in doctor
    else:
        newer = "wrong  The tables are a newer Paper Club's (version 0999"
        assert (code, newer in check, newer in doctor) == (1, True, True), check + doctor


@pytest.mark.parametrize(
    ("target", "folder", "told"),
    [
        ("x" * 300, "", "File name too long"),
        ("x" * 250, "", "File name too long"),
        ("nowhere/a.db", "", "There is no folder nowhere: create it first"),
        ("club.db", "", "exists already"),
        ("", "club.db", "There is no folder club.db, and none can be made there: File exists."),
        ("", "club.db/backups", "none can be made there: Not a directory."),
    ],
)
def test_a_place_that_takes_no_backup_is_told(
    club: Operate, monkeypatch: pytest.MonkeyPatch, target: str, folder: str, told: str
) -> None:
    monkeypatch.setenv("BACKUP_FOLDER", folder)
    code, printed = club("backup", *([target] if target else []))
    assert (code, told in printed) == (1, True), printed
    assert printed.count("\n") == 1


@pytest.mark.parametrize("command", [("check",), ("backup",), ("restore", "old.db"), ("doctor",)])
def test_a_folder_is_no_database_and_stays_where_it_is(
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
def test_another_programs_database_is_left_alone(operate: Operate, tmp_path: Path, command: str) -> None:
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


def test_a_start_without_its_server_is_no_wrong_setting(tmp_path: Path) -> None:
    ended = start_bot(tmp_path, DISCORD_TOKEN=TOKEN, DATABASE_URL=AWAY)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith("PostgreSQL cannot be reached on 127.0.0.1:1")


def test_an_empty_file_is_not_written_to_by_a_check(operate: Operate, tmp_path: Path) -> None:
    (tmp_path / "club.db").touch()
    code, printed = operate("check")
    assert (code, "no tables of Paper Club's yet" in printed) == (1, True)
    assert (tmp_path / "club.db").read_bytes() == b""


def test_a_restore_is_either_of_a_file_or_done_already(club: Operate, tmp_path: Path) -> None:
    assert club("backup", "old.db")[0] == 0
    code, printed = club("restore", "old.db", "--done")
    assert (code, "not both" in printed) == (1, True)
    (tmp_path / "club.db").unlink()
    code, printed = club("restore", "--done")
    assert (code, "put the backup back first" in printed) == (1, True)
    assert not (tmp_path / "club.db").exists()


@pytest.mark.parametrize("word", ["check", "doctor"])
def test_whoever_reads_the_first_line_alone_sees_no_more(club: Operate, tmp_path: Path, word: str) -> None:
    command = f"{sys.executable} -m bot {word} | true"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": file_url(tmp_path / "club.db")}
    ended = subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("before", "told"),
    [("", "type .venv/bin/python -m bot"), ("sys.version_info = (3, 10); ", "needs Python 3.11 or newer")],
)
def test_the_wrong_python_is_told(before: str, told: str) -> None:
    """The one that comes first on most machines: without the packages, or too old."""
    words = [sys.executable, "-S", "-c", f"import sys; {before}import bot"]
    ended = subprocess.run(words, cwd=ROOT, env={"PATH": "/bin"}, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert told in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can restore for another account")
def test_what_root_restores_is_the_bots_own_again(club: Operate, tmp_path: Path) -> None:
    assert club("backup", "old.db")[0] == 0
    os.chown(tmp_path / "club.db", 10001, 10002)
    assert club("restore", "old.db")[0] == 0
    restored = (tmp_path / "club.db").stat()
    assert (restored.st_uid, restored.st_gid, restored.st_mode & 0o777) == (10001, 10002, 0o600)


async def test_a_restore_is_not_noted_under_a_bot_that_runs(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer
) -> None:
    """It may have posted already what it did not look for."""
    url = await postgresql.new_database()
    monkeypatch.setenv("DATABASE_URL", url)
    running = Database(url)
    async with running.reading():
        pass
    code, printed = await asyncio.to_thread(operate, "restore", "--done")
    assert (code, "A Paper Club is running on the database: stop every one" in printed) == (1, True)
    async with running.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM restores")) == 0
    await running.close()
    assert (await asyncio.to_thread(operate, "restore", "--done"))[0] == 0
    await postgresql.drop(url)


def test_what_is_mostly_behind_an_error_is_told_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "club.db"
    assert file_checks.likely_cause(file, "disk I/O error") == "disk I/O error"
    monkeypatch.setattr(os, "access", lambda *_args: False)  # a test may run as root, who may do anything
    told = file_checks.likely_cause(file, "attempt to write a readonly database")
    assert told.startswith("attempt to write a readonly database, as this account may not write there")
    monkeypatch.setattr(file_checks, "LEAST_FREE", 1 << 80)
    assert "disk I/O error, as its disk is full (" in file_checks.likely_cause(file, "disk I/O error")
