"""Runs every migration up and down on a real database of each kind, and compares the tables with the code's."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.command_syncs import last_fingerprint, remember_fingerprint
from bot.storage.database import Database
from bot.storage.hosts.tables import host_answers
from bot.storage.migrating import alembic_config
from bot.storage.tables import clubs, metadata, outbox, weeks
from tests.support.varied_rows import fill

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
async def engine(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[AsyncEngine]:
    """An engine of a database without tables."""
    if database_kind == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'club.db'}"
    else:
        url = await request.getfixturevalue("postgresql").new_database(is_migrated=False)
    made = create_async_engine(url)
    yield made
    await made.dispose()
    if database_kind == "postgresql":
        await request.getfixturevalue("postgresql").drop(url)


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_every_migration_goes_up_and_down_again(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(go_up_and_down)


def go_up_and_down(connection: Connection) -> None:
    config = alembic_config(connection)
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    before: list[set[str]] = []
    for revision in revisions:
        before.append(tables_of(connection))
        command.upgrade(config, revision)
    assert tables_of(connection) == set(metadata.tables)
    for expected in reversed(before):
        command.downgrade(config, "-1")
        assert tables_of(connection) == expected
    command.upgrade(config, "head")
    assert tables_of(connection) == set(metadata.tables)


async def test_the_migrations_produce_the_tables_of_the_code(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "head"))
        assert await connection.run_sync(differences) == []


@pytest.mark.parametrize("nth", [2, 10, 25, 40, 0])
async def test_a_killed_migration_changes_nothing_and_the_next_start_repeats_it(engine: AsyncEngine, nth: int) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "0001"))
        await remember_fingerprint(connection, 1, "f" * 64, NOON)
    url = engine.url.render_as_string(hide_password=False)
    died = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.dying_migration", url, str(nth)), cwd=ROOT
    )
    assert await died.wait() == -signal.SIGKILL
    async with engine.connect() as connection:
        assert await connection.run_sync(tables_of) == {"command_syncs"}
    # For SQLite, the dead process's journal is still there to be rolled back.
    await engine.dispose()
    database = Database(url)
    await database.open()
    async with database.read_transaction() as connection:
        assert await connection.run_sync(differences) == []
        assert await last_fingerprint(connection, 1) == "f" * 64
    await database.close()


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


async def test_a_weeks_channel_is_derived_from_how_it_was_posted(engine: AsyncEngine) -> None:
    """Rows of the previous version are migrated down, up, down and up again, and none is lost."""
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "head"))
        await fill(connection, random.Random(7), {"clubs": 2, "weeks": 4, "outbox": 9}, 3)
        # Earlier versions know no message without a club, so a downgrade deletes those.
        of_club = {"club_id": await connection.scalar(select(clubs.c.id).limit(1))}
        await connection.execute(update(outbox).where(outbox.c.club_id.is_(None)).values(of_club))
        first, second, *_ = (await connection.scalars(select(weeks.c.id).order_by(weeks.c.id))).all()
        for week_id, is_forum in ((first, True), (second, False)):
            entry_id = await connection.scalar(select(outbox.c.id).where(outbox.c.kind != "post").limit(1))
            values = {"kind": "post", "week_id": week_id, "is_forum": is_forum}
            await connection.execute(update(outbox).where(outbox.c.id == entry_id).values(values))
        await connection.execute(update(weeks).values(is_forum=False))
        before = await counts(connection)
        await connection.run_sync(down_and_up, "0011")
        assert await counts(connection) == before
        in_forum = (await connection.scalars(select(weeks.c.id).where(weeks.c.is_forum))).all()
        assert list(in_forum) == [first]
        # Only the text was left of the reasons.
        assert set(await connection.scalars(select(outbox.c.trouble))) <= {"", "as-stored"}


def down_and_up(connection: Connection, revision: str) -> None:
    """Migrate down to before the revision, then up to the newest."""
    config = alembic_config(connection)
    before = ScriptDirectory.from_config(config).get_revision(revision).down_revision
    command.downgrade(config, str(before))
    command.upgrade(config, "head")


async def counts(connection: AsyncConnection) -> list[int | None]:
    return [await connection.scalar(select(func.count()).select_from(table)) for table in (clubs, weeks, outbox)]


@pytest.mark.parametrize("standing", ["hid-yes", "hid-host"])
async def test_the_version_before_knows_one_state_of_hidden_hosts(engine: AsyncEngine, standing: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "head"))
        await fill(connection, random.Random(8), {"clubs": 1, "host_answers": 3}, 3)
        await connection.execute(update(host_answers).values(standing=standing))
        await connection.run_sync(down_and_up, "0033")
        assert set(await connection.scalars(select(host_answers.c.standing))) == {"hidden"}


async def test_the_version_before_asks_hidden_hosts_again(engine: AsyncEngine) -> None:
    """It doesn't know their answer. All others stay."""
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "head"))
        await fill(connection, random.Random(8), {"clubs": 1, "host_answers": 3}, 3)
        first = await connection.scalar(select(host_answers.c.user_id).limit(1))
        await connection.execute(update(host_answers).values(standing="declined"))
        hidden = update(host_answers).where(host_answers.c.user_id == first).values(standing="hidden")
        changed = (await connection.execute(hidden)).rowcount
        every = await connection.scalar(select(func.count()).select_from(host_answers)) or 0
        await connection.run_sync(down_and_up, "0032")
        kept = list(await connection.scalars(select(host_answers.c.standing)))
        assert kept == ["declined"] * (every - changed)
