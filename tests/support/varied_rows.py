"""Rows of every table, as different as their columns allow, that fit each other."""

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
)

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
    """Anything that the column takes, its boundaries among it."""
    if column.nullable and chance.random() < 0.2:
        return None
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
    """So many rows in each table; where the chances gave a row that is there already, one less."""
    keys: dict[str, list[Any]] = {}
    for table in metadata.sorted_tables:
        rows = _different(table, (_row(table, chance, keys) for _ in range(counts.get(table.name, usual))))
        await connection.execute(insert(table), rows)
        if "id" in table.c:
            keys[table.name] = [row["id"] for row in rows]


def _row(table: Table, chance: random.Random, keys: dict[str, list[Any]]) -> dict[str, Any]:
    row = {}
    for column in table.c:
        parents = [keys[foreign.column.table.name] for foreign in column.foreign_keys]
        if parents:
            row[column.name] = None if column.nullable and chance.random() < 0.2 else chance.choice(parents[0])
        elif column.name == "id":
            row[column.name] = chance.randint(1, 10**9)
        else:
            row[column.name] = value_for(column, chance)
    return row


def _different(table: Table, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those that a unique constraint would refuse."""
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
