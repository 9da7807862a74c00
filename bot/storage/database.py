"""The bot's memory: SQLite in a file, or PostgreSQL. Which one is known here and in the two modules of their names."""

from __future__ import annotations

import uuid
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError

from bot.storage.errors import DatabaseAwayError, DatabaseError
from bot.storage.groups import GroupedWrites
from bot.storage.migrating import upgrade_to_head
from bot.storage.sqlite import SqliteFile, database_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager
    from typing import TypeAlias

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    Fence: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]

__all__ = ["Database", "DatabaseAwayError", "DatabaseError", "database_file"]

T = TypeVar("T")
POSTGRESQL = "postgresql+asyncpg://"


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

    Write transactions of a process come one after the other. Where several processes share a database, `fence` is
    awaited at the beginning of each: it raises where this process may not write any more. `process` names this one.
    """

    def __init__(self, url: str) -> None:
        self.process = uuid.uuid4().hex[:16]
        self._backend = _backend(url, self.process)
        self._writer, self._reader = self._backend.writer, self._backend.reader
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

        Raises DatabaseAwayError where the connection breaks; in the commit, nobody knows whether it was made.
        """
        async with self._transaction(self._writer) as connection:
            if self.fence is not None:
                await self.fence(connection)
            yield connection

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
        try:
            connected = await engine.connect()
        except self._backend.unreachable as error:
            raise DatabaseAwayError(type(error).__name__) from error
        try:
            async with aclosing(connected) as connection, connection.begin():
                yield connection
        except TimeoutError as error:
            raise DatabaseAwayError("no answer in time") from error
        except DBAPIError as error:
            if error.connection_invalidated or self._backend.has_broken(error):
                raise DatabaseAwayError(str(error.orig)) from error
            raise

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
