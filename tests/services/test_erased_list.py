"""The list of erased members beside the database: written after an erasure, and merged at the next start."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, update

from bot.core.privacy.erased_list import ErasedList, ErasedMember
from bot.services.privacy.erased_list import ErasedMembersFile
from bot.storage.backups.copies import remove
from bot.storage.database import Database, DatabaseError
from bot.storage.privacy.erased_list import read_file, stored_list, write_file
from bot.storage.privacy.tables import erased_members, erasure_keys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

KEY = "0f" * 32
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
ADA = ErasedMember("a" * 64, 0, keeps_reviews=True, erased_at=NOON)
BO = ErasedMember("b" * 64, 7, keeps_reviews=False, erased_at=NOON + timedelta(days=1))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "erased-members.json"


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def found_in(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*")] + [path.name for path in folder.glob(".*")]


def put(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


async def note(database: Database, *members: ErasedMember, key: str | None = KEY) -> None:
    async with database.write_transaction() as connection:
        if key and not (await stored_list(connection)).key:
            await connection.execute(insert(erasure_keys).values(key=key))
        for one in members:
            facts = {"keeps_reviews": one.keeps_reviews, "erased_at": one.erased_at, "is_due_again": False}
            whose = {"member_hash": one.member_hash, "server_id": one.server_id}
            await connection.execute(insert(erased_members).values(**whose, **facts))


async def due_again(database: Database) -> set[str]:
    async with database.read_transaction() as connection:
        due = select(erased_members.c.member_hash).where(erased_members.c.is_due_again)
        return set(await connection.scalars(due))


async def test_it_is_written_for_the_bots_account_alone(database: Database, file: Path) -> None:
    kept = ErasedMembersFile(database, file)
    await kept.write_if_changed()
    assert not found_in(file.parent)
    await note(database, ADA, BO)
    await kept.write()
    assert mode_of(file) == 0o600
    assert read_file(file) == ErasedList(KEY, (ADA, BO))
    assert found_in(file.parent) == [file.name]


async def test_a_list_that_root_writes_belongs_to_the_bots_account(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when root runs `python -m bot backup`. The bot could not read it otherwise, and would not start."""
    given = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("os.chown", lambda _made, user, group: given.append((user, group)))
    for kept in (file.parent, file):
        await note(database, ADA if kept == file.parent else BO)
        await ErasedMembersFile(database, file).write()
        assert given.pop() == (kept.stat().st_uid, kept.stat().st_gid)


async def test_what_another_process_or_an_earlier_database_noted_stays_in_the_file(
    database: Database, file: Path
) -> None:
    write_file(file, ErasedList(KEY, (BO,)))
    await note(database, ADA)
    await ErasedMembersFile(database, file).write()
    assert read_file(file) == ErasedList(KEY, (ADA, BO))


async def test_at_the_start_what_the_database_does_not_know_is_due_again(database: Database, file: Path) -> None:
    """As after a backup was put in place by hand."""
    await note(database, ADA)
    write_file(file, ErasedList(KEY, (ADA, BO)))
    await ErasedMembersFile(database, file).merge()
    assert await due_again(database) == {BO.member_hash}
    await ErasedMembersFile(database, file).merge()
    assert await due_again(database) == {BO.member_hash}


async def test_a_database_from_before_the_first_erasure_gets_the_key(database: Database, file: Path) -> None:
    write_file(file, ErasedList(KEY, (ADA,)))
    await ErasedMembersFile(database, file).merge()
    async with database.read_transaction() as connection:
        assert await stored_list(connection) == ErasedList(KEY, (ADA,))
    assert await due_again(database) == {ADA.member_hash}


async def test_an_erasure_that_was_repeated_is_not_due_once_more(database: Database, file: Path) -> None:
    write_file(file, ErasedList(KEY, (ADA,)))
    kept = ErasedMembersFile(database, file)
    await kept.merge()
    async with database.write_transaction() as connection:
        await connection.execute(update(erased_members).values(is_due_again=False))
    await kept.write()
    await ErasedMembersFile(database, file).merge()
    assert await due_again(database) == set()


async def test_a_later_erasure_of_the_same_member_is_due(database: Database, file: Path) -> None:
    await note(database, ADA)
    write_file(file, ErasedList(KEY, (replace(ADA, erased_at=NOON + timedelta(seconds=1)),)))
    await ErasedMembersFile(database, file).merge()
    assert await due_again(database) == {ADA.member_hash}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": "k"}', '{"key": "k", "erased": [["a", 0, true, "when"]]}'])
async def test_a_file_that_is_no_list_stops_the_start_and_stays(database: Database, file: Path, text: str) -> None:
    put(file, text)
    with pytest.raises(DatabaseError, match=r"erased-members\.json should hold the list of erased members"):
        await ErasedMembersFile(database, file).merge()
    await note(database, ADA)
    await ErasedMembersFile(database, file).write()
    assert text_of(file) == text


async def test_another_databases_list_stops_the_start_and_stays(database: Database, file: Path) -> None:
    write_file(file, ErasedList("ff" * 32, (BO,)))
    await note(database, ADA)
    with pytest.raises(DatabaseError, match="erased members of another database"):
        await ErasedMembersFile(database, file).merge()
    await ErasedMembersFile(database, file).write()
    assert json.loads(text_of(file))["key"] == "ff" * 32


async def test_a_failed_write_is_made_good_by_the_next(database: Database, file: Path) -> None:
    put(file.parent, "no folder")
    kept = ErasedMembersFile(database, file)
    await note(database, ADA)
    await kept.write()
    remove(file.parent)
    await kept.write_if_changed()
    assert read_file(file) == ErasedList(KEY, (ADA,))


async def test_it_is_read_only_once_it_has_changed(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chore at every tick asks for it."""
    kept, asked = ErasedMembersFile(database, file), 0

    async def counted_list(connection):
        nonlocal asked
        asked += 1
        return await stored_list(connection)

    monkeypatch.setattr("bot.services.privacy.erased_list.stored_list", counted_list)
    for members in ((), (ADA,), (), (BO,), ()):
        await note(database, *members)
        await kept.write_if_changed()
    assert asked == 2
    assert read_file(file) == ErasedList(KEY, (ADA, BO))


async def test_without_a_file_there_is_only_the_table(database: Database) -> None:
    kept = ErasedMembersFile(database, None)
    await note(database, ADA)
    await kept.write()
    await kept.merge()
    assert await due_again(database) == set()
