"""An aiosqlite connection that visits its thread once per statement, where aiosqlite's own takes four visits.

Handing work to a thread and waiting costs more than most of our statements. So a cursor runs its statement and fetches
all rows in one visit. A transaction begins during the visit of its first statement, and an empty one ends without a
visit. Every result is read whole: nothing here streams.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any

import aiosqlite
from aiosqlite.context import contextmanager

if TYPE_CHECKING:
    from collections.abc import Iterable

# Needed only to iterate over a cursor, which SQLAlchemy does not do.
CHUNK = 64


class OneVisitCursor(aiosqlite.Cursor):
    """A cursor that keeps the rows of its last statement."""

    _rows: list[Any] = []  # noqa: RUF012 - replaced at each statement, never changed

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> OneVisitCursor:
        connection: OneVisitConnection = self._conn  # type: ignore[assignment]
        visit = partial(connection.run, self._cursor, sql, () if parameters is None else parameters)
        connection.is_settled = False
        try:
            self._rows = await self._execute(visit)  # type: ignore[no-untyped-call]
        except sqlite3.Error:
            connection.is_settled = True
            raise
        connection.is_settled = True
        return self

    async def fetchall(self) -> Iterable[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        # Its rows are read, so SQLite has nothing left to do.
        self._cursor.close()


class OneVisitConnection(aiosqlite.Connection):
    """A connection that creates cursors in the event loop's thread: opening one does not touch the database.

    `begin` is a statement to run before the next one. `is_settled` is False while the thread may still be running a
    statement, for example after its caller was canceled.
    """

    begin = ""
    is_settled = True

    def run(self, cursor: sqlite3.Cursor, sql: str, parameters: Any) -> list[Any]:
        """Run a statement in the connection's thread and return its rows."""
        if self.begin:
            cursor.execute(self.begin)
            self.begin = ""
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []

    async def commit(self) -> None:
        if self._has_transaction():
            await super().commit()
        self.begin = ""

    async def rollback(self) -> None:
        if self._has_transaction():
            await super().rollback()
            self.is_settled = True
        self.begin = ""

    def _has_transaction(self) -> bool:
        return not self.is_settled or self.in_transaction

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        return OneVisitCursor(self, self._conn.cursor())


def connect(file: str, **options: Any) -> OneVisitConnection:
    """Return a connection for SQLAlchemy's `async_creator_fn`. `options` are those of `sqlite3.connect`."""
    connection = OneVisitConnection(lambda: sqlite3.connect(file, **options), CHUNK)
    # As SQLAlchemy does with aiosqlite's own connections: one left open must not keep the process running.
    connection._thread.daemon = True  # noqa: SLF001
    return connection
