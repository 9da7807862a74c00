"""Copying from one kind of database to the other and back: every row and every id, and never over existing rows."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from bot.core.paper_logs.draft import Draft
from bot.operations import copying
from bot.operations.command_line import operate
from bot.operations.copying import copy_database
from bot.storage.copying import copying as copied
from bot.storage.copying.copying import CopiedTable, Digest, copy_all, digest_of
from bot.storage.database import Database, DatabaseError
from bot.storage.paper_logs.drafts import add_draft, delete_draft, draft_by_id
from bot.storage.tables import metadata, paper_logs, syllabus_entries
from tests.support.logs import text_by
from tests.support.reading_clubs import START
from tests.support.varied_rows import fill

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.support.postgresql import PostgresqlServer

# Smaller than the bot's, so that few rows are more than one batch, for keys of one number, of two, and of a number and
# a word.
BATCH = 50
MANY = {"outbox": 2 * BATCH + 1, "attendances": BATCH, "syllabus_entries": BATCH + 20}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "BATCH", BATCH)


@pytest.fixture
async def others(postgresql: PostgresqlServer, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """A second database of each kind."""
    server_url = await postgresql.new_database()
    yield {"sqlite": f"sqlite+aiosqlite:///{tmp_path / 'other.db'}", "postgresql": server_url}
    await postgresql.drop(server_url)


def draft_by(author: int, interaction: int) -> Draft:
    return Draft(0, author, 1, "lora", None, None, None, text_by(author), interaction, START)


async def digests_of(url: str) -> dict[str, Digest]:
    database = Database(url)
    await database.open()
    async with database.read_transaction() as connection:
        found = {table.name: await digest_of(connection, table) for table in metadata.sorted_tables}
    await database.close()
    return found


async def filled(url: str, seed: int) -> None:
    database = Database(url)
    await database.open()
    async with database.write_transaction() as connection:
        await fill(connection, random.Random(seed), MANY, usual=60)
    await database.close()


@pytest.mark.parametrize("target_kind", ["sqlite", "postgresql"])
async def test_everything_is_copied(
    database_url: str, target_kind: str, others: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    await filled(database_url, 1)
    assert await copy_database(database_url, others[target_kind]) == 0
    before, there = await digests_of(database_url), await digests_of(others[target_kind])
    assert before == there
    assert before["outbox"].rows > BATCH
    assert before["syllabus_entries"].rows > BATCH
    assert min(digest.rows for digest in there.values()) > 5
    told = capsys.readouterr().out
    assert all(told.count(digest.checksum[:12]) >= 2 for digest in there.values())
    assert "Both databases are the same." in told


async def test_copying_there_and_back_gives_the_same(
    database_url: str, database_kind: str, others: dict[str, str]
) -> None:
    other_kind = {"sqlite": "postgresql", "postgresql": "sqlite"}[database_kind]
    await filled(database_url, 3)
    await copy_all(database_url, others[other_kind])
    await copy_all(others[other_kind], others[database_kind])
    assert await digests_of(others[database_kind]) == await digests_of(database_url)


@pytest.mark.parametrize("target_kind", ["sqlite", "postgresql"])
async def test_new_ids_continue_and_none_is_reused(database_url: str, target_kind: str, others: dict[str, str]) -> None:
    first = Database(database_url)
    await first.open()
    async with first.write_transaction() as connection:
        kept, gone = [await add_draft(connection, draft_by(7, number)) for number in (1, 2)]
        await delete_draft(connection, gone.id)
    await first.close()
    await copy_all(database_url, others[target_kind])
    second = Database(others[target_kind])
    await second.open()
    async with second.write_transaction() as connection:
        assert await draft_by_id(connection, kept.id) == kept
        assert (await add_draft(connection, draft_by(7, 3))).id > gone.id
    await second.close()


async def test_values_that_only_sqlite_accepts_are_replaced(tmp_path: Path, others: dict[str, str]) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'club.db'}"
    await filled(url, 4)
    first = Database(url)
    await first.open()
    async with first.write_transaction() as connection:
        club_id = await connection.scalar(select(syllabus_entries.c.club_id).limit(1))
        await connection.execute(
            insert(syllabus_entries).values(club_id=club_id, paper_key="a\x00b", position=1),
        )
    await first.close()
    await copy_all(url, others["postgresql"])
    second = Database(others["postgresql"])
    await second.open()
    async with second.read_transaction() as connection:
        kept = syllabus_entries.c.paper_key == "a\ufffdb"
        assert await connection.scalar(select(syllabus_entries.c.club_id).where(kept)) == club_id
    await second.close()


async def test_a_target_with_rows_is_left_alone(database_url: str, others: dict[str, str]) -> None:
    await filled(database_url, 5)
    await filled(others["sqlite"], 6)
    before = await digests_of(others["sqlite"])
    with pytest.raises(DatabaseError, match=r"The target is not empty: its table \w+ has"):
        await copy_all(database_url, others["sqlite"])
    assert await digests_of(others["sqlite"]) == before


async def test_nothing_is_copied_while_a_bot_runs_on_either_database(
    database_url: str, others: dict[str, str], postgresql: PostgresqlServer
) -> None:
    """A bot on standby or a paused one counts too: it has a session open."""
    await filled(database_url, 8)
    for url, target in ((database_url, others["sqlite"]), (others["postgresql"], others["postgresql"])):
        running = Database(url)
        await running.open()
        async with running.read_transaction():
            pass
        with pytest.raises(DatabaseError, match=r"another running Paper Club|is running on the (source|target)\. Stop"):
            await copy_all(database_url, target)
        await running.close()
    assert {digest.rows for digest in (await digests_of(others["postgresql"])).values()} == {0}
    await copy_all(database_url, others["postgresql"])


async def test_dangling_rows_are_reported_without_members_text(tmp_path: Path, others: dict[str, str]) -> None:
    await filled(f"sqlite+aiosqlite:///{tmp_path / 'club.db'}", 9)
    with closing(sqlite3.connect(tmp_path / "club.db")) as connection:
        connection.execute("DELETE FROM clubs")
        connection.commit()
    with pytest.raises(
        DatabaseError, match=r"The target does not accept the rows of the table (\w+) \(.*foreign key"
    ) as told:
        await copy_all(f"sqlite+aiosqlite:///{tmp_path / 'club.db'}", others["postgresql"])
    assert "DETAIL" not in str(told.value)
    assert {digest.rows for digest in (await digests_of(others["postgresql"])).values()} == {0}


async def test_a_failed_copy_leaves_nothing(
    database_url: str, others: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(database_url, 7)

    async def fail(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.storage.copying.copying._set_counter", fail)
    with pytest.raises(ZeroDivisionError):
        await copy_all(database_url, others["postgresql"])
    monkeypatch.undo()
    assert {digest.rows for digest in (await digests_of(others["postgresql"])).values()} == {0}


async def test_a_missing_source_and_identical_databases_are_reported(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = f"sqlite+aiosqlite:///{tmp_path / 'nowhere.db'}"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseError, match="There is no database at"):
        await copy_all(nowhere, database_url)
    assert not (tmp_path / "nowhere.db").exists()
    with pytest.raises(DatabaseError, match="the same database"):
        await copy_all(database_url, database_url)
    with pytest.raises(DatabaseError, match="the same database"):
        await copy_all("sqlite+aiosqlite:///club.db", f"sqlite+aiosqlite:///{tmp_path / 'club.db'}")


def test_an_invalid_address_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert operate(["copy-database", "mysql://root:hunter2@db/club", "sqlite+aiosqlite:///club.db"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("FROM is not a database address. DATABASE_URL must be ")
    assert "hunter2" not in told


async def test_a_difference_is_shown_and_counts_as_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same, other = Digest(3, "a" * 64), Digest(2, "b" * 64)

    async def copied(*_urls: str) -> list[CopiedTable]:
        return [CopiedTable("clubs", same, same), CopiedTable("paper_logs", same, other)]

    monkeypatch.setattr(copying, "copy_all", copied)
    assert await copy_database("here", "there") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["clubs", "3", "a" * 12, "3", "a" * 12]
    assert lines[2].split() == ["paper_logs", "3", "a" * 12, "2", "b" * 12, "DIFFERENT"]
    assert "don't use the copy" in lines[3]


async def test_a_change_of_any_row_changes_the_checksum(database_url: str) -> None:
    await filled(database_url, 8)
    before = await digests_of(database_url)
    database = Database(database_url)
    await database.open()
    async with database.write_transaction() as connection:
        row = await connection.scalar(select(paper_logs.c.id).limit(1))
        await connection.execute(paper_logs.update().where(paper_logs.c.id == row).values(message_id=12345))
    await database.close()
    after = await digests_of(database_url)
    assert {name for name in after if after[name] != before[name]} == {"paper_logs"}
