"""Files that only look like a backup or like our database: refused in one sentence, and nothing is left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.storage.database import Database, DatabaseError
from bot.storage.sqlite import file_url
from tests.operations.test_command_line import _in_thread, found, reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.operations.conftest import Operate


def _without_tables(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not name.startswith(("sqlite_", "alembic")):
                connection.execute(f"DROP TABLE {name}")
        connection.commit()


def _one_older_without_tables(file: Path) -> None:
    _without_tables(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.commit()


def _without_a_column(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE weeks DROP COLUMN note")
        connection.commit()


def _anothers(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('1975ea83b712')")
        connection.execute("CREATE TABLE clubs (id INTEGER)")
        connection.commit()


def _of_no_kind(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE alembic_version (anything TEXT)")
        connection.commit()


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_without_tables, "does not have all of Paper Club's tables"),
        (_one_older_without_tables, "does not have all of Paper Club's tables"),
        (_without_a_column, "the column note of the table weeks is missing"),
        (_anothers, "is not a Paper Club database, so nothing was changed"),
        (_of_no_kind, "is not a Paper Club database, so nothing was changed"),
        (_folder, "is a folder: name a backup in it"),
    ],
)
async def test_restore_refuses_files_that_only_look_like_a_backup_and_leaves_nothing(
    operate: Operate, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    app = await reading(tmp_path)
    await _in_thread(operate, "backup", "old.db")
    await app.database.close()
    spoil(tmp_path / "old.db")
    before, present = (tmp_path / "club.db").read_bytes(), found(tmp_path, "*")
    code, printed = await _in_thread(operate, "restore", "old.db")
    assert (code, told in printed, "Traceback" in printed) == (1, True, False), printed
    assert len(printed.strip().splitlines()) == 1
    assert "prepared" not in printed
    assert (tmp_path / "club.db").read_bytes() == before
    assert found(tmp_path, "*") == present


@pytest.mark.parametrize("spoil", [_without_tables, _one_older_without_tables, _without_a_column, _anothers])
async def test_no_bot_starts_on_a_file_without_tables(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    app = await reading(tmp_path)
    await app.database.close()
    spoil(tmp_path / "club.db")
    database = Database(file_url(tmp_path / "club.db"))
    with pytest.raises(DatabaseError, match=r"cannot be used|another program's database"):
        await database.open()
    await database.close()
