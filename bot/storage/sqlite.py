"""One SQLite file: a single writer, many readers, and every commit is on disk before it is reported."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import DatabaseError as SqlError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.backups.copies import remove
from bot.storage.backups.file_checks import check_file, likely_cause, prepared_copy
from bot.storage.errors import DatabaseError
from bot.storage.sqlite_connection import connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection
    from sqlalchemy.exc import DBAPIError

DRIVER = "sqlite+aiosqlite"
BUSY_TIMEOUT_MS = 5000
READERS = 4
BROKEN = (
    "DATABASE_URL names {file}, whose tables cannot be updated: {broken} rows in it refer to a row that does not "
    "exist. Nothing in it was changed. Put the newest backup in its place: python -m bot restore BACKUP_FILE."
)


class SqliteFile:
    """The engines of one file, and the lock that limits it to one process."""

    unreachable: tuple[type[Exception], ...] = ()

    def __init__(self, url: str) -> None:
        self._file = database_file(url)
        self.writer = _engine(url, size=1, read_only=False)
        self.reader = _engine(url, size=READERS, read_only=True)
        self.separate_writer: AsyncEngine | None = None
        self._lock = FileLock(self._file.with_name(f"{self._file.name}.lock"))

    def has_broken(self, _error: DBAPIError) -> bool:
        return False

    def explained(self, error: BaseException) -> DatabaseError:
        said = error.strerror if isinstance(error, OSError) else getattr(error, "orig", error)
        reason = likely_cause(self._file, said)
        return DatabaseError(f"DATABASE_URL names {self._file}, which cannot be used: {reason}.")

    def claim(self) -> None:
        """Reserve the file for this process. Raises DatabaseError if another process has it or there is no folder."""
        if not self._file.parent.is_dir():
            raise DatabaseError(
                f"DATABASE_URL names a file in {self._file.parent}, a folder that does not exist: create it first."
            )
        # Two processes on one file would each send what is due. The operating system releases the lock when its holder
        # dies, however it dies.
        try:
            self._lock.acquire(timeout=0)
            # A restore that was killed left it, with data that members may have had erased since.
            remove(prepared_copy(self._file))
        except Timeout:
            raise DatabaseError(
                f"DATABASE_URL names {self._file}, which another running Paper Club is using: stop that one first, "
                "or name a different file."
            ) from None
        except OSError as error:
            reason = likely_cause(self._file, error.strerror)
            raise DatabaseError(f"DATABASE_URL names {self._file}, which cannot be locked: {reason}.") from error

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction for migrations. Raises DatabaseError if the file must not be used.

        A migration may make a table anew. SQLite would delete the rows that refer to the old one, and can only be told
        not to before a transaction. So references are checked at the end instead.
        """
        check_file(self._file)
        try:
            make_private(self._file)
            async with self.writer.connect() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.execute("PRAGMA foreign_keys=OFF")
                changes_before = driver.total_changes
                try:
                    async with connection.begin():
                        yield connection
                        if driver.total_changes != changes_before:
                            await self._require_references(connection)
                finally:
                    await driver.execute("PRAGMA foreign_keys=ON")
        except (SqlError, OSError) as error:
            raise self.explained(error) from error

    async def _require_references(self, connection: AsyncConnection) -> None:
        if broken := (await connection.execute(text("PRAGMA foreign_key_check"))).all():
            raise DatabaseError(BROKEN.format(file=self._file, broken=len(broken)))

    async def vacuum(self) -> None:
        """Rewrite the file without its free pages, and empty its write-ahead log.

        Raises DatabaseError if a reader holds on to the log.
        """
        async with self.writer.connect() as connection:
            # VACUUM cannot run in a transaction, so this goes past SQLAlchemy, which would begin one.
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute("VACUUM")
            (is_held,) = [row[0] for row in await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")]
        if is_held:
            raise DatabaseError(f"{self._file}-wal still holds what was erased: a reader uses it. I try again later.")

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()

    def release(self) -> None:
        self._lock.release()


def make_private(file: Path) -> None:
    """Create the file, if there is none, so that only the bot's account can read what members wrote."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _engine(url: str, *, size: int, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        # Python 3.11's sqlite3 opens transactions late and implicitly, which loses concurrent updates. So switch that
        # off and send BEGIN ourselves.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000, "async_creator_fn": connect},
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine.sync_engine, "connect")
    def _pragmas(dbapi_connection: Any, _record: Any) -> None:
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted is overwritten, not only forgotten.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # It is sent together with the first statement.
        one_visit: Any = connection.connection.driver_connection
        one_visit.begin = begin

    return engine


def database_file(url: str) -> Path:
    """Return the absolute path of an SQLite URL's file. SQLAlchemy opens the same one and reads %20 as a space."""
    return Path(make_url(url).database or "").absolute()


def file_url(file: Path) -> str:
    """Return the URL of an SQLite file, whatever characters are in its path."""
    return URL.create(DRIVER, database=str(file)).render_as_string()
