"""One SQLite file: a single writer, many readers, and every commit on the disk before it is called done."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError as SqlError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.errors import DatabaseError
from bot.storage.file_checks import check_file
from bot.storage.groups import GroupedWrites
from bot.storage.migrating import upgrade_to_head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from sqlalchemy import Connection

__all__ = ["Database", "DatabaseError", "database_file"]

T = TypeVar("T")
BUSY_TIMEOUT_MS = 5000
READERS = 4


class Database:
    """The writer and the readers of one database file. Close it, or its threads keep the process alive."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._writer = _engine(url, size=1, read_only=False)
        self._reader = _engine(url, size=READERS, read_only=True)
        file = database_file(url)
        self._lock = FileLock(file.with_name(f"{file.name}.lock"))
        self._groups = GroupedWrites(self.writing)

    async def open(self) -> None:
        """Take the file for this process and bring its tables up to date; creates it where there is none.

        Raises DatabaseError where there is no such folder, another process has the file, or it cannot be opened.
        """
        folder = database_file(self._url).parent
        if not folder.is_dir():
            raise DatabaseError(
                f"DATABASE_URL names a file in {folder}, a folder that does not exist: create it first."
            )
        self._claim()
        check_file(database_file(self._url))
        try:
            await self._migrate()
        except SqlError as error:
            reason = getattr(error, "orig", error)
            raise DatabaseError(f"DATABASE_URL names a file that cannot be used: {reason}.") from error

    def _claim(self) -> None:
        # Two processes on one file would each send what is due. The operating system gives the lock back when its
        # holder dies, however it dies.
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            file = database_file(self._url)
            raise DatabaseError(
                f"DATABASE_URL names {file}, which another running Paper Club is using: stop that one first, "
                "or give this one a file of its own."
            ) from None
        except OSError as error:
            raise DatabaseError(f"DATABASE_URL names a file that cannot be locked: {error}.") from error

    async def _migrate(self) -> None:
        async with self._writer.begin() as connection:
            await connection.run_sync(upgrade_to_head)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write. It commits when the block ends and rolls back when the block raises."""
        async with self._writer.begin() as connection:
            yield connection

    async def grouped(self, change: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Make a small change in a transaction shared with others that come at the same time; see GroupedWrites."""
        return await self._groups.run(change)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database and cannot write."""
        async with self._reader.begin() as connection:
            yield connection

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()
        self._lock.release()


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
