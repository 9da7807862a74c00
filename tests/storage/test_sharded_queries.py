"""Every query that is told a process's shards leaves the rows of other shards alone."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

import bot.storage
from bot.core.shards.sharding import TIME_BITS, Shards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.storage.database import Database

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
SOME = Shards(3, (0, 2))
GIVEN = {"Shards": SOME, "datetime": NOW, "date": NOW.date(), "int": 10, "Sequence[str]": ["a note"]}


def told_of_shards() -> Iterator[Callable[..., Any]]:
    for found in walk_packages(bot.storage.__path__, "bot.storage."):
        if ".migrations" in found.name:
            continue
        module = import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            is_public = function.__module__ == found.name and not name.startswith("_")
            if is_public and "shards" in inspect.signature(function).parameters:
                yield function


def arguments_for(query: Callable[..., Any]) -> dict[str, Any]:
    _, *wanted = inspect.signature(query).parameters.values()
    return {one.name: GIVEN[str(one.annotation)] for one in wanted if one.default is one.empty or one.name == "shards"}


async def test_only_rows_of_its_shards_are_read(database: Database) -> None:
    sent: list[bool] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        sent.append(" % " in statement and {1 << TIME_BITS, 3, 0, 2} <= {*parameters})

    queries = list(told_of_shards())
    assert len(queries) > 15
    unlimited = []
    async with database.read_transaction() as connection:
        assert connection.sync_connection
        engine = connection.sync_connection.engine
        event.listen(engine, "before_cursor_execute", note)
        for query in queries:
            sent.clear()
            await query(connection, **arguments_for(query))
            if not sent or not all(sent):
                unlimited.append(query)
    assert unlimited == []
