"""One SQLite file: a single writer, many readers, and every commit on the disk before it is called done."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import DatabaseError as SqlError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.migrating import upgrade_to_head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

BUSY_TIMEOUT_MS = 5000
READERS = 4


class DatabaseError(Exception):
    """The database cannot be used; `str(error)` tells the operator what to do."""


class Database:
    """The writer and the readers of one database file. Close it, or its threads keep the process alive."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._writer = _engine(url, size=1, read_only=False)
        self._reader = _engine(url, size=READERS, read_only=True)

    async def open(self) -> None:
        """Bring the tables up to date; creates the file where there is none.

        Raises DatabaseError where there is no such folder or the file cannot be opened.
        """
        folder = database_file(self._url).parent
        if not folder.is_dir():
            raise DatabaseError(
                f"DATABASE_URL names a file in {folder}, a folder that does not exist: create it first."
            )
        try:
            await self._migrate()
        except SqlError as error:
            reason = getattr(error, "orig", error)
            raise DatabaseError(f"DATABASE_URL names a file that cannot be used: {reason}.") from error

    async def _migrate(self) -> None:
        async with self._writer.begin() as connection:
            await connection.run_sync(upgrade_to_head)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write. It commits when the block ends and rolls back when the block raises."""
        async with self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database and cannot write."""
        async with self._reader.begin() as connection:
            yield connection

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()


def _engine(url: str, *, size: int, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        # Python 3.11's sqlite3 opens transactions late and by itself, which loses concurrent updates: switch that
        # off and say BEGIN ourselves.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine.sync_engine, "connect")
    def _pragmas(dbapi_connection: Any, _record: Any) -> None:
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def database_file(url: str) -> Path:
    """The file behind an SQLite URL, as an absolute path."""
    return Path(url.partition(":///")[2]).absolute()
