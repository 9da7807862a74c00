"""After one change of a group failed, the others are run one by one, each as often as needed and no more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from bot.core.errors import DatabaseAwayError, NotStoredError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database

    Change = Callable[[AsyncConnection], Awaitable[str]]


def change(runs: list[str], name: str, *faults: Exception) -> Change:
    """A change that raises these errors in its first runs."""
    left = list(faults)

    async def make(_connection: AsyncConnection) -> str:
        runs.append(name)
        if left:
            raise left.pop(0)
        return name

    return make


async def outcomes(database: Database, *changes: Change) -> list[object]:
    return await asyncio.gather(*(database.grouped(change) for change in changes), return_exceptions=True)


async def test_a_change_that_succeeds_alone_is_run_once(database: Database) -> None:
    runs: list[str] = []
    failing = change(runs, "a", ZeroDivisionError(), ZeroDivisionError())
    failed, kept = await outcomes(database, failing, change(runs, "b"))
    assert (type(failed), kept) == (ZeroDivisionError, "b")
    assert runs == ["a", "a", "b"]


async def test_a_conflict_with_another_process_is_retried(database: Database) -> None:
    runs: list[str] = []
    conflicts = [IntegrityError("", {}, Exception()) for _ in range(3)]
    assert await outcomes(database, change(runs, "a", *conflicts)) == ["a"]
    assert len(runs) == 4


async def test_while_the_server_is_down_only_the_first_change_waits_for_it(database: Database) -> None:
    runs: list[str] = []
    away = [DatabaseAwayError("gone"), DatabaseAwayError("gone")]
    results = await outcomes(database, change(runs, "a", *away), change(runs, "b"), change(runs, "c"))
    assert [type(result) for result in results] == [NotStoredError] * 3
    assert runs == ["a", "a"]


async def test_a_change_that_is_known_not_to_be_stored_says_so(database: Database) -> None:
    """Its group had failed for another reason, so nothing of the first attempt can be stored."""
    runs: list[str] = []
    results = await outcomes(
        database,
        change(runs, "a", ZeroDivisionError(), ZeroDivisionError()),
        change(runs, "b", DatabaseAwayError("gone")),
    )
    assert [type(result) for result in results] == [ZeroDivisionError, NotStoredError]
