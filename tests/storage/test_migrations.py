"""Every migration up and down on a real file, and the tables as the code sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from bot.storage.migrating import alembic_config
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'club.db'}")
    with engine.connect() as connected:
        yield connected
    engine.dispose()


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_every_migration_goes_up_and_down_again(connection: Connection) -> None:
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


def test_the_migrations_end_at_the_tables_of_the_code(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")
    assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
