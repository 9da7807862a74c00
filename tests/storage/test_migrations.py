"""Every migration up and down on a real database of each kind, and the tables as the code sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.migrating import alembic_config
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine


@pytest.fixture
async def engine(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[AsyncEngine]:
    """Of a database without any table."""
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


async def test_the_migrations_end_at_the_tables_of_the_code(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "head"))
        assert await connection.run_sync(differences) == []


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))
