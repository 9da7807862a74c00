"""One SQLite file: a single writer, many readers, and every commit on the disk before it is called done."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DatabaseError as SqlError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.errors import DatabaseError
from bot.storage.file_checks import check_file, likely_cause
from bot.storage.sqlite_connection import connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection
    from sqlalchemy.exc import DBAPIError

DRIVER = "sqlite+aiosqlite"
BUSY_TIMEOUT_MS = 5000
READERS = 4


class SqliteFile:
    """The engines of one file, and the lock that keeps it to one process."""

    unreachable: tuple[type[Exception], ...] = ()

    def __init__(self, url: str) -> None:
        self._file = database_file(url)
        self.writer = _engine(url, size=1, read_only=False)
        self.reader = _engine(url, size=READERS, read_only=True)
        self.aside: AsyncEngine | None = None
        self._lock = FileLock(self._file.with_name(f"{self._file.name}.lock"))

    def has_broken(self, _error: DBAPIError) -> bool:
        return False

    def explained(self, error: BaseException) -> DatabaseError:
        said = error.strerror if isinstance(error, OSError) else getattr(error, "orig", error)
        reason = likely_cause(self._file, said)
        return DatabaseError(f"DATABASE_URL names {self._file}, which cannot be used: {reason}.")

    def claim(self) -> None:
        """Take the file for this process. Raises DatabaseError where another has it, or where there is no folder."""
        if not self._file.parent.is_dir():
            raise DatabaseError(
                f"DATABASE_URL names a file in {self._file.parent}, a folder that does not exist: create it first."
            )
        # Two processes on one file would each send what is due. The operating system gives the lock back when its
        # holder dies, however it dies.
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise DatabaseError(
                f"DATABASE_URL names {self._file}, which another running Paper Club is using: stop that one first, "
                "or give this one a file of its own."
            ) from None
        except OSError as error:
            reason = likely_cause(self._file, error.strerror)
            raise DatabaseError(f"DATABASE_URL names {self._file}, which cannot be locked: {reason}.") from error

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for migrations. Raises DatabaseError for a file that must not be used."""
        check_file(self._file)
        try:
            make_private(self._file)
            async with self.writer.begin() as connection:
                yield connection
        except (SqlError, OSError) as error:
            raise self.explained(error) from error

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()

    def release(self) -> None:
        """Give the file back."""
        self._lock.release()


def make_private(file: Path) -> None:
    """Where there is none yet: nobody but the bot's own account needs to read what members wrote."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _engine(url: str, *, size: int, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        # Python 3.11's sqlite3 opens transactions late and by itself, which loses concurrent updates: switch that
        # off and say BEGIN ourselves.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000, "async_creator_fn": connect},
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
        # Said in the visit of the first statement.
        one_visit: Any = connection.connection.driver_connection
        one_visit.begin = begin

    return engine


def database_file(url: str) -> Path:
    """The file behind an SQLite URL, as an absolute path: the one that SQLAlchemy opens, which reads %20 as a space."""
    return Path(make_url(url).database or "").absolute()


def file_url(file: Path) -> str:
    """The URL of an SQLite file, whatever characters its name and its folders have."""
    return URL.create(DRIVER, database=str(file)).render_as_string()
