"""The bot's memory: SQLite in a file, or PostgreSQL. Which one is known here and in the two modules of their names."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError

from bot.storage.errors import UNREACHABLE, DatabaseAwayError, DatabaseError, NotStoredError
from bot.storage.groups import GroupedWrites
from bot.storage.migrating import upgrade_to_head
from bot.storage.readable import UNREADABLE_ROWS, UnreadableRows
from bot.storage.shard_leases import sessions_of_others
from bot.storage.sqlite import SqliteFile, database_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

__all__ = ["Database", "DatabaseAwayError", "DatabaseError", "database_file"]

T = TypeVar("T")
POSTGRESQL = "postgresql+asyncpg://"
IN_USE = "A Paper Club is running on {named}: stop every one, those that stand by too, and then do this again."
# A commit without an answer is looked for as long as whoever asked for it can be kept waiting.
LOOK_AGAIN_S, LOOK_EVERY_S = 10, 0.2


class Fence(Protocol):
    """Stands before every write where several processes share a database."""

    async def enter(self, connection: AsyncConnection) -> int | None:
        """Raises where this process may not write any more. The number, if any, stays with what is written."""

    async def is_stored(self, write: int) -> bool | None:
        """Whether the write of that number, the last one, was committed; None where nobody can tell any more."""


class Backend(Protocol):
    """What is different from one kind of database to another. The writer has one connection, the reader several.

    `unreachable` is what is raised where no connection can be made.
    """

    unreachable: tuple[type[Exception], ...]
    writer: AsyncEngine
    reader: AsyncEngine
    aside: AsyncEngine | None

    def has_broken(self, error: DBAPIError) -> bool:
        """Whether the connection is of no use any more, beyond what SQLAlchemy sees."""

    def explained(self, error: BaseException) -> DatabaseError:
        """Why the database cannot be used, in the operator's words."""

    def claim(self) -> None:
        """Raises DatabaseError where this process may not have the database."""

    def release(self) -> None:
        """Give back what was claimed."""

    async def close(self) -> None:
        """End every connection."""

    def migrating(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction for migrations. Raises DatabaseError where the database cannot be used."""


class Database:
    """The writer and the readers of one database. Close it, or its threads keep the process alive.

    Write transactions of a process come one after the other. Where several processes share a database, each first goes
    through the `fence`. `process` names this one.
    """

    def __init__(self, url: str) -> None:
        self.process = uuid.uuid4().hex[:16]
        self._backend = _backend(url, self.process)
        self._writer, self._reader = self._backend.writer, self._backend.reader
        self.unreadable = UnreadableRows()
        for engine in (self._writer, self._reader):
            engine.update_execution_options(**{UNREADABLE_ROWS: self.unreadable})
        self.fence: Fence | None = None
        self._groups = GroupedWrites(self.writing)

    async def open(self) -> None:
        """Take the database for this process and bring its tables up to date; creates a file where there is none.

        Raises DatabaseError where it cannot be reached, taken or used, or is a newer Paper Club's.
        """
        self._backend.claim()
        async with self._backend.migrating() as connection:
            await connection.run_sync(upgrade_to_head)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write. It commits when the block ends and rolls back when the block raises.

        Where the connection breaks in the commit, what became of it is looked for. Raises NotStoredError where nothing
        was stored, DatabaseAwayError where nobody knows.
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
                    # No other write begins as long as this one has its connection.
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
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database and cannot write. Raises DatabaseAwayError."""
        async with self._transaction(self._reader) as connection:
            yield connection

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[AsyncConnection]:
        """A short transaction that may write, for no other process' work and waiting for none of this one's.

        Only PostgreSQL has it: a file has one process, which keeps such things in memory.
        """
        if self._backend.aside is None:
            raise TypeError("a file has no process beside this one")
        async with self._transaction(self._backend.aside) as connection:
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
        """Whether a commit that was not answered was made; False where nobody knows. Raises NotStoredError."""
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

    async def require_alone(self, named: str) -> None:
        """Raises DatabaseError where another process has the database open. A file's lock sees to that by itself."""
        if self._backend.aside is None:
            return
        async with self.reading() as connection:
            if await sessions_of_others(connection, self.process):
                raise DatabaseError(IN_USE.format(named=named))

    def explained(self, away: DatabaseAwayError) -> DatabaseError:
        """For whoever typed a command and has no use for an error that passes."""
        return self._backend.explained(away.__cause__ or away)

    async def close(self) -> None:
        await self._backend.close()
        self._backend.release()


def _backend(url: str, process: str) -> Backend:
    if url.startswith(POSTGRESQL):
        # Who keeps everything in a file needs no driver for PostgreSQL in memory.
        from bot.storage.postgresql import PostgresqlDatabase  # noqa: PLC0415

        return PostgresqlDatabase(url, process)
    return SqliteFile(url)
