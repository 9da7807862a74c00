"""The bot's database: SQLite in a file, or PostgreSQL. Only this module and those named after them know which."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError

from bot.core.errors import DatabaseAwayError, NotStoredError
from bot.storage.errors import UNREACHABLE, DatabaseError
from bot.storage.groups import GroupedWrites
from bot.storage.migrating import upgrade_to_head
from bot.storage.readable import UNREADABLE_ROWS, UnreadableRows
from bot.storage.shards.leases import sessions_of_others
from bot.storage.sqlite import SqliteFile, database_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

__all__ = ["Database", "DatabaseAwayError", "DatabaseError", "database_file"]

T = TypeVar("T")
POSTGRESQL = "postgresql+asyncpg://"
IN_USE = "A Paper Club is running on {named}. Stop every process of it, including stand-bys, then run this again."
# The result of an unanswered commit is looked up for as long as its caller can wait.
LOOK_AGAIN_S, LOOK_EVERY_S = 10, 0.2


class Fence(Protocol):
    """Guards every write if several processes share a database."""

    async def enter(self, connection: AsyncConnection) -> int | None:
        """Raise if this process may no longer write. The number returned, if any, marks the write."""

    async def is_stored(self, write: int) -> bool | None:
        """Return whether the last write, with this number, was committed; None if that is no longer known."""


class Backend(Protocol):
    """What differs between kinds of database. The writer has one connection, the reader several.

    `unreachable` are the errors raised if no connection can be made.
    """

    unreachable: tuple[type[Exception], ...]
    writer: AsyncEngine
    reader: AsyncEngine
    separate_writer: AsyncEngine | None

    def has_broken(self, error: DBAPIError) -> bool:
        """Return whether the connection can no longer be used, in cases that SQLAlchemy does not detect."""

    def explained(self, error: BaseException) -> DatabaseError:
        """Return why the database cannot be used, worded for the operator."""

    def claim(self) -> None:
        """Reserve the database for this process. Raises DatabaseError if it cannot be had."""

    def release(self) -> None:
        """Give up the reservation."""

    async def close(self) -> None:
        """Close every connection."""

    def migrating(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Begin a transaction for migrations. Raises DatabaseError if the database cannot be used."""

    async def vacuum(self) -> None:
        """Remove what deleted rows leave behind. No transaction may be open on the writer."""


class Database:
    """The writer and readers of one database. Close it, or its threads keep the process running.

    Write transactions of a process run one after the other. If several processes share a database, each write first
    passes the `fence`. `process` names this process.
    """

    def __init__(self, url: str) -> None:
        self.process = uuid.uuid4().hex[:16]
        self._backend = _backend(url, self.process)
        self._writer, self._reader = self._backend.writer, self._backend.reader
        self.unreadable = UnreadableRows()
        for engine in (self._writer, self._reader):
            engine.update_execution_options(**{UNREADABLE_ROWS: self.unreadable})
        self.fence: Fence | None = None
        self._groups = GroupedWrites(self.write_transaction)

    async def open(self) -> None:
        """Reserve the database for this process and update its tables. Creates the file if there is none.

        Raises DatabaseError if it cannot be reached, reserved or used, or belongs to a newer Paper Club.
        """
        self._backend.claim()
        async with self._backend.migrating() as connection:
            await connection.run_sync(upgrade_to_head)

    @asynccontextmanager
    async def write_transaction(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that may write. It commits when the block ends and rolls back when the block raises.

        If the connection breaks during the commit, the outcome is looked up. Raises NotStoredError if nothing was
        stored, DatabaseAwayError if that is unknown.
        """
        is_committing = False
        try:
            async with self._connection(self._writer) as connection:
                write = None
                try:
                    async with connection.begin():
                        write = await self.fence.enter(connection) if self.fence else None
                        yield connection
                        is_committing = True
                except (DBAPIError, TimeoutError) as error:
                    # No other write starts while this one has the connection.
                    if is_committing and self._is_away(error) and await self._is_stored(write):
                        return
                    raise
        except DatabaseAwayError as away:
            if is_committing:
                raise
            raise NotStoredError(str(away)) from away

    async def grouped(self, change: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Make a small change in a transaction shared with others that come at the same time; see GroupedWrites."""
        return await self._groups.run(change)

    @asynccontextmanager
    async def read_transaction(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that sees one state of the database and cannot write. Raises DatabaseAwayError."""
        async with self._transaction(self._reader) as connection:
            yield connection

    @asynccontextmanager
    async def separate_transaction(self) -> AsyncIterator[AsyncConnection]:
        """Begin a short write transaction that neither waits for this process's other work nor delays it.

        Only PostgreSQL has it. A file has one process, which keeps such data in memory.
        """
        if self._backend.separate_writer is None:
            raise TypeError("a file is used by one process only")
        async with self._transaction(self._backend.separate_writer) as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        async with self._connection(engine) as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def _connection(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        try:
            connected = await engine.connect()
        except self._backend.unreachable as error:
            raise DatabaseAwayError(type(error).__name__) from error
        try:
            async with aclosing(connected) as connection:
                yield connection
        except TimeoutError as error:
            raise DatabaseAwayError("no answer in time") from error
        except DBAPIError as error:
            if self._is_away(error):
                raise DatabaseAwayError(str(error.orig)) from error
            raise

    def _is_away(self, error: DBAPIError | TimeoutError) -> bool:
        if isinstance(error, TimeoutError):
            return True
        return error.connection_invalidated or self._backend.has_broken(error)

    async def _is_stored(self, write: int | None) -> bool:
        """Return whether an unanswered commit was made; False if that is unknown. Raises NotStoredError."""
        loop = asyncio.get_running_loop()
        end = loop.time() + LOOK_AGAIN_S
        while self.fence and write is not None and loop.time() < end:
            try:
                is_stored = await self.fence.is_stored(write)
            except UNREACHABLE:
                await asyncio.sleep(LOOK_EVERY_S)
                continue
            if is_stored is False:
                raise NotStoredError("the connection broke in the commit, which was not made")
            return is_stored is True
        return False

    async def vacuum(self) -> None:
        """Remove what deleted rows have left in the database's files, as far as the database can.

        Other writes of this process wait meanwhile.
        """
        await self._backend.vacuum()

    async def require_alone(self, named: str) -> None:
        """Raise DatabaseError if another process has the database open. For a file, its lock ensures that."""
        if self._backend.separate_writer is None:
            return
        async with self.read_transaction() as connection:
            if await sessions_of_others(connection, self.process):
                raise DatabaseError(IN_USE.format(named=named))

    def explained(self, away: DatabaseAwayError) -> DatabaseError:
        """Turn a temporary error into one that explains the fault to somebody who typed a command."""
        return self._backend.explained(away.__cause__ or away)

    async def close(self) -> None:
        await self._backend.close()
        self._backend.release()


def _backend(url: str, process: str) -> Backend:
    if url.startswith(POSTGRESQL):
        # Users of SQLite need not load the PostgreSQL driver.
        from bot.storage.postgresql import PostgresqlDatabase  # noqa: PLC0415

        return PostgresqlDatabase(url, process)
    return SqliteFile(url)
