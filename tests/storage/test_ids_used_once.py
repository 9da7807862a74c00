"""The migration that makes SQLite's tables anew loses no row, in either direction, and no id is given twice."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.backups.file_checks import damage
from bot.storage.columns import metadata
from bot.storage.copying.contents import broken_references
from bot.storage.database import Database, DatabaseError
from bot.storage.migrating import alembic_config
from bot.storage.sqlite import SqliteFile, file_url
from bot.storage.tables import clubs, outbox, paper_logs, polls, weeks
from tests.support.varied_rows import fill

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Table

ROOT = Path(__file__).parents[2]
BEFORE, AFTER = "0014", "0015"
AFTER_RESTORE = 2_000_000_000
LATER = {"welcome_start", "reminders", "takeaways", "paper_suggestions", "catalog_previews"}
LATER |= {"server_papers", "server_links", "server_catalogs", "provider_answers", "sign_ups", "meetings"}
LATER |= {"week_links", "presences", "calendar_feeds", "calendar_sessions"}
LATER |= {"willing_hosts", "host_answers", "session_roles", "hosted_clubs"}
LATER |= {"past_sessions", "past_session_papers", "past_session_hosts", "schedule_previews", "schedule_matches"}
LATER |= {"week_links"}
MEETING_PLAN = {f"meeting_{part}" for part in ("weekday", "at", "minutes", "place", "channel_id", "link")}
LATER |= {"nominations", "supports", "ballots"}
LATER_COLUMNS = {
    "clubs": {"takeaways", "held_slot", "rhythm", "anchor", "breaks", "host_picks", "auto_vote", *MEETING_PLAN},
    "polls": {"kind", "method", "rankings", "left_out"},
    "syllabus_entries": {"periods"},
    "weeks": {"periods"},
}
CHANGED = (clubs, weeks, polls, outbox, paper_logs)


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A file of the version before, with rows in every table."""
    made = tmp_path / "club.db"
    engine = create_async_engine(file_url(made))
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), BEFORE))
    async with engine.begin() as connection:
        await fill(connection, random.Random(15), {"restores": 1}, 12)
    await engine.dispose()
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("UPDATE restores SET first_id = ?", [AFTER_RESTORE])
        connection.commit()
    assert not broken_references(made)
    return made


def contents(file: Path) -> dict[str, list[Any]]:
    """Every row of every table, but the version."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            name: sorted(connection.execute(str(select(*_early(table)))).fetchall(), key=repr)
            for name, table in metadata.tables.items()
            if name not in LATER
        }


def _early(table: Table) -> list[Column[Any]]:
    later = LATER_COLUMNS.get(table.name, set())
    return [column for column in table.c if column.name not in later]


def shape(file: Path) -> list[str]:
    """The SQL of all tables and indexes, without its line breaks and the quotes that SQLite adds to names."""
    with closing(sqlite3.connect(file)) as connection:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql NOT NULL")
        return sorted(" ".join(sql.replace('"', "").split()) for (sql,) in made)


def autoincrementing(file: Path) -> set[str]:
    return {sql.split()[2] for sql in shape(file) if "AUTOINCREMENT" in sql}


async def migrate(file: Path, to: str) -> None:
    """As the bot does it."""
    backend = SqliteFile(file_url(file))

    def go(connection: Connection) -> None:
        config = alembic_config(connection)
        (command.upgrade if to == AFTER else command.downgrade)(config, to)

    async with backend.migrating() as connection:
        await connection.run_sync(go)
    await backend.close()


async def test_no_row_is_lost_in_either_direction(file: Path) -> None:
    rows, indexes = contents(file), [sql for sql in shape(file) if "INDEX" in sql]
    assert all(rows.values())
    for version, is_on in ((AFTER, True), (BEFORE, False), (AFTER, True)):
        await migrate(file, version)
        assert contents(file) == rows
        assert ({table.name for table in CHANGED} <= autoincrementing(file)) is is_on
        assert [sql for sql in shape(file) if "INDEX" in sql] == indexes
        assert (damage(file), broken_references(file)) == ("", 0)
        assert not [sql for sql in shape(file) if "_alembic_tmp" in sql]


async def test_the_newest_rows_id_is_not_given_again_and_none_from_before_a_restore(file: Path) -> None:
    database = Database(file_url(file))
    await database.open()
    for table in reversed(CHANGED):
        for expected in (AFTER_RESTORE, AFTER_RESTORE + 1):
            async with database.write_transaction() as connection:
                newest = (await connection.execute(select(table).order_by(table.c.id.desc()).limit(1))).mappings().one()
                await connection.execute(table.delete().where(table.c.id == newest["id"]))
                again = {name: value for name, value in newest.items() if name != "id"}
                given = await connection.scalar(insert(table).values(again).returning(table.c.id))
            assert (table.name, given) == (table.name, expected)
    await database.close()


async def test_foreign_keys_are_on_again_afterwards(file: Path) -> None:
    database = Database(file_url(file))
    await database.open()
    async with database.write_transaction() as connection:
        await connection.execute(clubs.delete())
    async with database.read_transaction() as connection:
        for table in (weeks, polls, outbox):
            assert not (await connection.execute(select(table.c.id))).all(), table.name
    await database.close()


@pytest.mark.parametrize("nth", [4, 9, 14, 22, 0])
async def test_one_that_is_killed_in_between_leaves_all_as_it_was(file: Path, nth: int) -> None:
    """Only with the version is everything about it there, or nothing."""
    rows, before = contents(file), shape(file)
    died = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.dying_migration", file_url(file), str(nth)), cwd=ROOT
    )
    assert await died.wait() == -signal.SIGKILL
    assert (contents(file), shape(file)) == (rows, before)
    database = Database(file_url(file))
    await database.open()
    await database.close()
    assert contents(file) == rows
    assert {table.name for table in CHANGED} <= autoincrementing(file)


async def test_a_file_with_broken_references_is_not_touched(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO club_secrets VALUES (77, 'of no club')")
        connection.commit()
    before = shape(file)
    database = Database(file_url(file))
    with pytest.raises(DatabaseError, match="1 rows in it refer to a row that does not exist"):
        await database.open()
    await database.close()
    assert shape(file) == before
