"""SQLite statements that run where they are awaited. A bot's own thread for them costs five times as much as most.

Nothing waits for the disk either: no test with these connections cuts the power.

Only for tests and benchmarks, whose files are small and locked by nobody else: a slow statement stops the event loop.
`tests/storage`, `tests/faults` and the demo use the bot's threads.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from sqlalchemy import event

import bot.storage.sqlite
from bot.storage.sqlite_connection import CHUNK, OneVisitConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")


class InLineConnection(OneVisitConnection):
    """A connection without a thread. Other tasks get their turn before each statement, as they would during it."""

    async def _execute(self, fn: Callable[..., T], *args: Any, **options: Any) -> T:
        if self._connection is None:
            raise ValueError("Connection closed")
        await asyncio.sleep(0)
        return fn(*args, **options)

    async def _connect(self) -> InLineConnection:
        if self._connection is None:
            self._connection = self._connector()
        return self

    def __await__(self) -> Generator[Any, None, InLineConnection]:
        return self._connect().__await__()

    def stop(self) -> None:
        self._running = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def connect(file: str, **options: Any) -> InLineConnection:
    """As `bot.storage.sqlite_connection.connect`."""
    return InLineConnection(lambda: sqlite3.connect(file, **options), CHUNK)


def _without_waiting_for_the_disk(make_engine: Callable[..., AsyncEngine]) -> Callable[..., AsyncEngine]:
    def engine(*facts: Any, **options: Any) -> AsyncEngine:
        made = make_engine(*facts, **options)

        @event.listens_for(made.sync_engine, "connect")
        def _after_the_bots_own_pragmas(dbapi_connection: Any, _record: Any) -> None:
            dbapi_connection.cursor().execute("PRAGMA synchronous=OFF")

        return made

    return engine


@contextmanager
def statements_in_line() -> Iterator[None]:
    """For every database created inside; it may be used outside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.storage.sqlite, "connect", connect)
        patch.setattr(bot.storage.sqlite, "_engine", _without_waiting_for_the_disk(bot.storage.sqlite._engine))
        yield
