"""Copies one database into another of any kind, and compares them by checksums."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import collate, func, insert, select, text, tuple_
from sqlalchemy.exc import IntegrityError

from bot.core.text.characters import storable
from bot.storage.database import Database, database_file
from bot.storage.errors import DatabaseError
from bot.storage.tables import metadata, restores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

BATCH = 500
SQLITE = "sqlite"
# Collations that sort letters by their code points, so that both databases agree.
BINARY = {SQLITE: "BINARY", "postgresql": "C"}


@dataclass(frozen=True, slots=True)
class Digest:
    """How many rows a table has, and 64 hex digits over their contents."""

    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """One table as it is in both databases."""

    name: str
    source: Digest
    target: Digest

    @property
    def is_same(self) -> bool:
        return self.source == self.target


async def copy_all(source_url: str, target_url: str) -> list[CopiedTable]:
    """Copy every table in one transaction, and return the resulting tables; referenced tables come first.

    Both databases get this program's tables first. Raises DatabaseError if one cannot be used, if the source is empty,
    if a bot runs on one, or if the target already contains anything.
    """
    both = [database_file(url) if url.startswith(SQLITE) else url for url in (source_url, target_url)]
    if both[0] == both[1]:
        raise DatabaseError("Both addresses name the same database.")
    if source_url.startswith(SQLITE) and not database_file(source_url).exists():
        raise DatabaseError(f"There is no database at {database_file(source_url)} to copy.")
    source, target = Database(source_url), Database(target_url)
    try:
        # Create nothing in the target before it is certain that nobody writes to the source.
        for database, named in ((source, "the source"), (target, "the target")):
            await database.open()
            await database.require_alone(named)
        return await _copy_opened(source, target)
    finally:
        await source.close()
        await target.close()


async def _copy_opened(source: Database, target: Database) -> list[CopiedTable]:
    tables = metadata.sorted_tables
    async with source.read_transaction() as from_source:
        async with target.write_transaction() as to_target:
            await _require_empty(to_target, tables)
            for table in tables:
                await _copy_table(from_source, to_target, table)
        # Read back in a transaction of its own, so that what is compared is what was committed.
        async with target.read_transaction() as kept:
            return [
                CopiedTable(table.name, await digest_of(from_source, table), await digest_of(kept, table))
                for table in tables
            ]


async def _copy_table(from_source: AsyncConnection, to_target: AsyncConnection, table: Table) -> None:
    try:
        async for batch in _batches(from_source, table):
            await to_target.execute(insert(table), batch)
    except IntegrityError as error:
        raise DatabaseError(
            f"The target does not accept the rows of the table {table.name} ({error.orig}), so nothing was copied. To "
            "check the source, run: python -m bot check"
        ) from error
    await _set_counter(to_target, table, await _counter(from_source, table))


async def digest_of(connection: AsyncConnection, table: Table) -> Digest:
    """Return a digest that is equal for equal rows, whatever the kind of database."""
    rows, checksum = 0, hashlib.sha256()
    async for batch in _batches(connection, table):
        rows += len(batch)
        for row in batch:
            checksum.update(_canonical(row))
    return Digest(rows, checksum.hexdigest())


async def _require_empty(connection: AsyncConnection, tables: list[Table]) -> None:
    for table in tables:
        if count := await connection.scalar(select(func.count()).select_from(table)):
            raise DatabaseError(
                f"The target is not empty: its table {table.name} has {count:,} rows. Copy into a new, empty database."
            )


async def _batches(connection: AsyncConnection, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield all rows in batches, ordered by primary key."""
    key = [_sortable(column, connection.dialect.name) for column in table.primary_key]
    query = select(table).order_by(*key).limit(BATCH)
    following = query
    while rows := [dict(row._mapping) for row in await connection.execute(following)]:  # noqa: SLF001 - its public name
        last = [rows[-1][column.name] for column in table.primary_key]
        yield [_kept(row) for row in rows]
        following = query.where(tuple_(*key) > tuple_(*last))


def _sortable(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    return collate(column, BINARY[dialect]) if column.type.python_type is str else column


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """Replace characters that SQLite accepts and PostgreSQL does not."""
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}


def _canonical(row: dict[str, Any]) -> bytes:
    return json.dumps(row, sort_keys=True, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)


async def _counter(connection: AsyncConnection, table: Table) -> int:
    """Return the highest id that the table ever gave; 0 if it gives none."""
    if not _gives_ids(table):
        return 0
    if connection.dialect.name == SQLITE:
        query = text("SELECT max(seq) FROM sqlite_sequence WHERE name = :table")
    else:
        query = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, 'id')::regclass)")
    given = await connection.scalar(query, {"table": table.name})
    highest = await connection.scalar(select(func.max(table.c.id)))
    # After a restore, ids below this may have been given to rows that the backup does not know.
    first_since = await connection.scalar(select(func.max(restores.c.first_id)))
    return max(given or 0, highest or 0, (first_since or 1) - 1)


async def _set_counter(connection: AsyncConnection, table: Table, highest: int) -> None:
    """Set the next id, so that no id is used twice, even if its row is gone."""
    if not highest:
        return
    values = {"table": table.name, "highest": highest}
    if connection.dialect.name != SQLITE:
        await connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"), values)
    elif table.dialect_options[SQLITE]["autoincrement"]:
        await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table.name})
        await connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :highest)"), values)


def _gives_ids(table: Table) -> bool:
    return "id" in table.c
