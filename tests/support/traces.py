"""What is left of an erased member: a search through every row and every byte of a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url, select

from bot.storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.storage.database import Database

# How SQLite stores a number of this size: eight bytes, the highest first.
EIGHT_BYTES = 8


def needles(user_id: int, *words: str) -> list[bytes]:
    """The id as digits and as SQLite stores it, and the words."""
    return [str(user_id).encode(), user_id.to_bytes(EIGHT_BYTES, "big"), *(word.encode() for word in words)]


async def rows_with(database: Database, user_id: int, *words: str) -> list[str]:
    """Every value of every table that holds the id or the words, as `table.column: value`."""
    found = []
    async with database.read_transaction() as connection:
        for table in metadata.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                for name, value in row.items():
                    text = json.dumps(value, default=str)
                    if any(needle in text for needle in (str(user_id), *words)):
                        found.append(f"{table.name}.{name}: {text}")
    return found


def bytes_with(files: Collection[Path], user_id: int, *words: str) -> list[str]:
    """The files that hold the id or the words anywhere, free pages included."""
    return [
        f"{file.name}: {needle!r}"
        for file in files
        if file.is_file()
        for needle in needles(user_id, *words)
        if needle in file.read_bytes()
    ]


def files_of(url: str) -> list[Path]:
    """An SQLite database's file, its write-ahead log and its index."""
    file = Path(make_url(url).database or "")
    return [file, *(file.with_name(f"{file.name}-{ending}") for ending in ("wal", "shm", "journal"))]
