"""Rows of every table, as varied as their columns allow, with valid references between them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    PrimaryKeyConstraint,
    String,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    insert,
    inspect,
)
from sqlalchemy import column as column_named
from sqlalchemy import table as table_named

from bot.storage.tables import metadata

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

    from sqlalchemy import Column, Table
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.types import TypeEngine

LETTERS = "aZ09 -_.:'\"\\%\n\tÄß√漢字🦉\u202e\u200b‑½İı\ufffd"
LARGEST_ID = 2**63 - 1
FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def text_of(chance: random.Random, most: int) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, most)))


MADE_BY_TYPE: tuple[tuple[type[TypeEngine[Any]], Callable[[random.Random], Any]], ...] = (
    (JSON, lambda chance: chance.choice([{}, [], [1, "½", None], {"a": {"b": [True, 1.5, "🦉\x00"]}}, "plain"])),
    (Boolean, lambda chance: chance.random() < 0.5),
    (DateTime, lambda chance: FIRST + timedelta(microseconds=chance.randint(0, 4 * 10**15))),
    (Date, lambda chance: FIRST.date() + timedelta(days=chance.randint(0, 10**5))),
    (Time, lambda chance: time(chance.randint(0, 23), chance.randint(0, 59))),
    (Text, lambda chance: text_of(chance, 400)),
)


def value_for(column: Column[Any], chance: random.Random) -> Any:
    """Any value that the column accepts, including the limits."""
    kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    for made, make in MADE_BY_TYPE:
        if isinstance(kind, made):
            return make(chance)
    if isinstance(kind, String):
        return text_of(chance, kind.length or 1)
    if column.name.endswith("_id"):
        return chance.choice([0, 1, LARGEST_ID, chance.randint(0, LARGEST_ID)])
    return chance.randint(0, 2**31 - 1)


async def fill(connection: AsyncConnection, chance: random.Random, counts: dict[str, int], usual: int) -> None:
    """This many rows in each table, or one less for each random row that already existed.

    The database may be of an earlier version: it may lack tables and columns, and columns in it may refuse NULL.
    """
    keys: dict[str, list[Any]] = {}
    present = await connection.run_sync(lambda plain: inspect(plain).get_multi_columns())
    known = {name: {found["name"] for found in columns} for (_, name), columns in present.items()}
    may_lack = {
        name: {found["name"] for found in columns if found["nullable"]} for (_, name), columns in present.items()
    }
    for table in metadata.sorted_tables:
        if table.name not in may_lack:
            continue
        nullable, count = may_lack[table.name], counts.get(table.name, usual)
        rows = _different(table, (_row(table, nullable, chance, keys) for _ in range(count)))
        stored = [{name: row[name] for name in known[table.name] & row.keys()} for row in rows]
        # Without the defaults of later columns, which would be inserted too.
        early = [column_named(one.name, one.type) for one in table.c if one.name in known[table.name]]
        await connection.execute(insert(table_named(table.name, *early)), stored)
        if "id" in table.c:
            keys[table.name] = [row["id"] for row in rows]


def _row(table: Table, nullable: set[str], chance: random.Random, keys: dict[str, list[Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.c:
        parents = [keys[foreign.column.table.name] for foreign in column.foreign_keys]
        if column.name in nullable and chance.random() < 0.2:
            row[column.name] = None
        elif parents:
            row[column.name] = chance.choice(parents[0])
        elif column.name == "id":
            row[column.name] = chance.randint(1, 10**9)
        else:
            row[column.name] = value_for(column, chance)
    return row


def _different(table: Table, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without rows that a unique constraint or index would refuse."""
    rules: list[Any] = [rule for rule in table.constraints if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint)]
    rules += [index for index in table.indexes if index.unique]
    taken: set[tuple[Any, ...]] = set()
    kept = []
    for row in rows:
        found = {(rule.name, *(row[column.name] for column in rule.columns)) for rule in rules}
        if not found & taken:
            kept.append(row)
            taken |= found
    return kept
