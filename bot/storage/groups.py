"""Commits many small changes together: one flush to disk then serves all of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import IntegrityError

from bot.core.errors import DatabaseAwayError, NotStoredError
from bot.storage.errors import is_locked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
# A group holds the only writer, so a command that writes may have to wait for this many changes.
LARGEST_GROUP = 32
# If two processes store the same at the same time, one is refused and then finds the other's row.
MOST_TRIES = 5


class GroupedWrites:
    """Runs each change in a transaction that it may share. When the call returns, the change is on disk.

    A change must only read and write through the connection it is given. If one of a group fails, all are run again one
    by one, and only the caller of the failing one gets the error. The first attempt was rolled back. But if the
    connection broke during the commit, its outcome is unknown. So a change must recognize its own work if it is already
    done.
    """

    def __init__(self, write_transaction: Callable[[], AbstractAsyncContextManager[AsyncConnection]]) -> None:
        self._write_transaction = write_transaction
        self._waiting: list[tuple[Callable[[AsyncConnection], Awaitable[Any]], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def run(self, change: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Return what `change` returns, once it is committed."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, done))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_waiting(), name="grouped writes")
        return await done

    async def _commit_waiting(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
            changes = [change for change, _ in group]
            results = await self._attempt(changes)
            if isinstance(results, BaseException):
                # If another program held the lock for too long, running each alone would take just as long again.
                results = [results] * len(group) if is_locked(results) else await self._again(changes, results)
            for (_, done), result in zip(group, results, strict=True):
                _settle(done, result)

    async def _together(self, changes: list[Callable[[AsyncConnection], Awaitable[Any]]]) -> list[Any]:
        async with self._write_transaction() as connection:
            return [await change(connection) for change in changes]

    async def _again(
        self, changes: list[Callable[[AsyncConnection], Awaitable[Any]]], first: BaseException
    ) -> list[Any]:
        results = await self._one_by_one(changes)
        if not isinstance(first, DatabaseAwayError) or isinstance(first, NotStoredError):
            return results
        # The first attempt broke during its commit. If the second stored nothing, that says nothing about the first.
        return [first if isinstance(result, NotStoredError) else result for result in results]

    async def _one_by_one(self, changes: list[Callable[[AsyncConnection], Awaitable[Any]]]) -> list[Any]:
        results: list[Any] = []
        for change in changes:
            if results and (isinstance(results[-1], DatabaseAwayError) or is_locked(results[-1])):
                # Each would wait for the same server or lock, one after the other.
                results.append(results[-1])
            else:
                results.append(await self._alone(change))
        return results

    async def _alone(self, change: Callable[[AsyncConnection], Awaitable[Any]]) -> Any:
        for _ in range(MOST_TRIES):
            results = await self._attempt([change])
            if not isinstance(results, IntegrityError):
                break
        return results if isinstance(results, BaseException) else results[0]

    async def _attempt(self, changes: list[Callable[[AsyncConnection], Awaitable[Any]]]) -> list[Any] | BaseException:
        return (await asyncio.gather(self._together(changes), return_exceptions=True))[0]


def _settle(done: asyncio.Future[Any], result: Any) -> None:
    if done.cancelled():
        return
    if isinstance(result, BaseException):
        done.set_exception(result)
    else:
        done.set_result(result)
