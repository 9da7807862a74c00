"""A restored backup that doesn't know an erasure: the next start repeats it, and the operator is told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from discord.http import Route
from sqlalchemy import insert, select

from bot.core.privacy.erased_list import ErasedList, ErasedMember
from bot.settings import load_settings
from bot.storage.backups.copies import back_up
from bot.storage.database import Database
from bot.storage.privacy.erased_list import read_file, stored_list, write_file
from bot.storage.privacy.tables import erased_members, erasure_keys
from bot.wiring import build_bot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operations.conftest import Operate

KEY, OTHER_KEY = "0f" * 32, "ab" * 32
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA = ErasedMember("a" * 64, 0, keeps_reviews=True, erased_at=NOON)
BO = ErasedMember("b" * 64, 7, keeps_reviews=False, erased_at=NOON + timedelta(days=1))
TOLD = "does not know {} of the erasures that members asked for"


async def erase(url: str, *members: ErasedMember, key: str = KEY) -> None:
    """Note erasures in a database, which is made if there is none."""
    database = Database(url)
    await database.open()
    async with database.write_transaction() as connection:
        if members and not (await stored_list(connection)).key:
            await connection.execute(insert(erasure_keys).values(key=key))
        for one in members:
            facts = {"keeps_reviews": one.keeps_reviews, "erased_at": one.erased_at, "is_due_again": False}
            whose = {"member_hash": one.member_hash, "server_id": one.server_id}
            await connection.execute(insert(erased_members).values(**whose, **facts))
    await database.close()


async def due_again(url: str) -> tuple[str | None, set[str]]:
    """The key, and whose erasures the next start repeats."""
    database = Database(url)
    async with database.read_transaction() as connection:
        due = select(erased_members.c.member_hash).where(erased_members.c.is_due_again)
        found = (await stored_list(connection)).key, set(await connection.scalars(due))
    await database.close()
    return found


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'club.db'}"


async def typed(operate: Operate, *words: str) -> str:
    code, printed = await asyncio.to_thread(operate, *words)
    assert code == 0, printed
    return printed


async def test_from_the_database_that_is_replaced(operate: Operate, url: str) -> None:
    """The backup is even older than the key."""
    await erase(url)
    await typed(operate, "backup", "old.db")
    await erase(url, ADA, BO)
    assert TOLD.format(2) in await typed(operate, "restore", "old.db")
    assert await due_again(url) == (KEY, {ADA.member_hash, BO.member_hash})


async def test_what_the_backup_knows_is_not_repeated(operate: Operate, url: str) -> None:
    """Ada was erased and came back before the backup was made. What it holds of her is hers to keep."""
    await erase(url, ADA)
    await typed(operate, "backup", "old.db")
    await erase(url, BO)
    assert TOLD.format(1) in await typed(operate, "restore", "old.db")
    assert await due_again(url) == (KEY, {BO.member_hash})


async def test_a_backup_that_knows_everything_says_nothing(operate: Operate, url: str) -> None:
    await erase(url, ADA, BO)
    await typed(operate, "backup", "old.db")
    assert "members asked for" not in await typed(operate, "restore", "old.db")
    assert await due_again(url) == (KEY, set())


async def test_from_the_file_where_the_database_is_lost_or_damaged(
    operate: Operate, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    monkeypatch.setenv("BACKUP_FOLDER", str(folder))
    await erase(url)
    await typed(operate, "backup", "old.db")
    write_file(folder / "erased-members.json", ErasedList(KEY, (ADA,)))
    (tmp_path / "club.db").write_bytes(b"no database" * 100)
    assert TOLD.format(1) in await typed(operate, "restore", "old.db")
    assert await due_again(url) == (KEY, {ADA.member_hash})


async def test_a_list_of_another_database_stops_the_restore(
    operate: Operate, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await erase(url, ADA)
    await typed(operate, "backup", "old.db")
    monkeypatch.setenv("ERASED_MEMBERS_FILE", str(tmp_path / "others.json"))
    write_file(tmp_path / "others.json", ErasedList(OTHER_KEY, (BO,)))
    code, printed = await asyncio.to_thread(operate, "restore", "old.db")
    assert (code, "erased members of another database" in printed) == (1, True)
    assert await due_again(url) == (KEY, set())
    code, printed = await asyncio.to_thread(operate, "backup", "new.db")
    assert (code, "Backed up to" in printed, "erased members of another database" in printed) == (1, True, True)
    _, printed = await asyncio.to_thread(operate, "doctor")
    assert f"wrong  {tmp_path / 'others.json'} holds the erased members of another database" in printed


async def test_a_backup_made_by_hand_writes_the_list_too(
    operate: Operate, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the bot never starts again, nothing else would write what was erased since its last chore."""
    file = tmp_path / "kept" / "erased.json"
    monkeypatch.setenv("ERASED_MEMBERS_FILE", str(file))
    await erase(url)
    await typed(operate, "backup", "early.db")
    assert not file.exists()
    await erase(url, ADA)
    assert f"{file} lists the members who had their data erased" in await typed(operate, "backup", "new.db")
    assert read_file(file) == ErasedList(KEY, (ADA,))


async def test_the_doctor_checks_the_list(
    operate: Operate, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def found() -> list[str]:
        _, printed = await asyncio.to_thread(operate, "doctor")
        return [line.split(" (")[0] for line in printed.splitlines() if "erased members" in line]

    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api")
    await erase(url, ADA)
    (line,) = await found()
    assert line.startswith("ok     No list of erased members is kept beside the database.")
    file = tmp_path / "erased.json"
    monkeypatch.setenv("ERASED_MEMBERS_FILE", str(file))
    assert await found() == [f"ok     The list of erased members will be written to {file} at the first erasure."]
    await typed(operate, "backup", "new.db")
    assert await found() == [f"ok     The list of erased members {file} is readable; erasures in it: 1."]
    file.write_text("{")
    assert await found() == [f"wrong  {file} should hold the list of erased members and cannot be read"]
    (tmp_path / "notes").touch()
    monkeypatch.setenv("ERASED_MEMBERS_FILE", str(tmp_path / "notes" / "erased.json"))
    (line,) = await found()
    assert line.startswith("wrong  ")


async def test_the_backup_of_another_database_takes_nobodys_erasures_over(
    operate: Operate, url: str, tmp_path: Path
) -> None:
    await erase(url, ADA)
    await erase(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}", BO, key=OTHER_KEY)
    back_up(tmp_path / "other.db", tmp_path / "theirs.db")
    await typed(operate, "restore", "theirs.db")
    assert await due_again(url) == (OTHER_KEY, set())


async def test_after_pg_restore_the_list_comes_from_the_file(
    operate: Operate, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    await erase(database_url, ADA)
    assert "neither ERASED_MEMBERS_FILE nor BACKUP_FOLDER is set" in await typed(operate, "restore", "--done")
    file = tmp_path / "kept" / "erased.json"
    monkeypatch.setenv("ERASED_MEMBERS_FILE", str(file))
    assert f"There is no list of erased members at {file}" in await typed(operate, "restore", "--done")
    write_file(file, ErasedList(KEY, (ADA, BO)))
    assert TOLD.format(1) in await typed(operate, "restore", "--done")
    assert await due_again(database_url) == (KEY, {BO.member_hash})


async def test_the_bot_reads_the_list_at_its_start_and_writes_it_as_a_chore(database_url: str, tmp_path: Path) -> None:
    write_file(tmp_path / "erased-members.json", ErasedList(KEY, (ADA,)))
    kept_in = tmp_path / "erased-members.json"
    settings = load_settings(_env_file=None, database_url=database_url, erased_members_file=kept_in)
    bot = build_bot(settings, ticking=False, shard_count=1)
    await bot.open()
    # The database has nothing of hers, so nothing is left to repeat.
    assert await due_again(database_url) == (KEY, set())
    await bot.release()
    await erase(database_url, BO)
    bot = build_bot(settings, ticking=False, shard_count=1)
    await bot.open()
    await bot.scheduler.do_chores()
    await bot.release()
    assert read_file(tmp_path / "erased-members.json") == ErasedList(KEY, (ADA, BO))
