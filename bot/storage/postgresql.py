"""One PostgreSQL database: one writer per process, many readers, and no lock that a paused process could keep."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.errors import DatabaseError, ServerAwayError
from bot.storage.shards.leases import session_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

READERS = 4
CONNECT_TIMEOUT_S = 10
# The server ends a statement, a wait for a lock, and an abandoned transaction. The client gives up on a server that
# does not answer at all.
STATEMENT_TIMEOUT_S = 20
LOCK_TIMEOUT_S = 5
IDLE_TIMEOUT_S = 10
ANSWER_TIMEOUT_S = 30
# A migration waits for another one that runs at the same moment.
MIGRATION_WAIT_S = 120
MIGRATION_LOCK = 0x5061706572  # "Paper": any number will do, as long as it is always the same
# PostgreSQL's error codes (https://www.postgresql.org/docs/current/errcodes-appendix.html).
NO_DATABASE, NO_SUCH_DATABASE_RIGHT = "3D000", "42501"
WRONG_PASSWORD, NOT_LET_IN = "28P01", "28000"
# A pooler that does not know a setting in the startup message also answers with this.
PROTOCOL_VIOLATION = "08P01"
POOLER = (
    "DATABASE_URL leads to {host}, where PostgreSQL seems to be behind a connection pooler such as PgBouncer, which "
    "drops settings that every session needs ({reason}). Use PostgreSQL's own host and port. A process opens at most "
    "{most} connections."
)
# DBAPIError if a connection breaks before it is handed out.
UNREACHABLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError)


class PostgresqlDatabase:
    """The engines of one database. Every process may connect; a fence keeps two from doing the same work."""

    unreachable: tuple[type[Exception], ...] = UNREACHABLE

    def __init__(self, url: str, process: str) -> None:
        self._session_name = session_name(process)
        self._url = make_url(url)
        self.writer = self._engine(
            size=1,
            settings=_limits() | {"default_transaction_isolation": "read committed"},
            answer_timeout=ANSWER_TIMEOUT_S,
        )
        # A reader sees one state of the database for its whole transaction.
        seeing = {"default_transaction_isolation": "repeatable read", "default_transaction_read_only": "on"}
        self.reader = self._engine(size=READERS, settings=_limits() | seeing, answer_timeout=ANSWER_TIMEOUT_S)
        turns = self._engine(size=1, settings=_limits(), answer_timeout=ANSWER_TIMEOUT_S)
        self.separate_writer: AsyncEngine | None = turns
        self._engines = (self.reader, self.writer, turns)

    async def close(self) -> None:
        for engine in self._engines:
            await engine.dispose()

    async def vacuum(self) -> None:
        """Free what deleted rows take up, and count anew what the planner knows of their values.

        PostgreSQL overwrites the freed space when it needs it.
        """
        engine = self._engine(size=1, settings={}, answer_timeout=None)
        try:
            async with engine.connect() as connection:
                outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await outside.execute(text("VACUUM (ANALYZE)"))
        finally:
            await engine.dispose()

    def has_broken(self, error: DBAPIError) -> bool:
        """Return whether the driver gave up on a statement, after which it cannot use the connection."""
        return isinstance(getattr(error.orig, "__cause__", None), asyncpg.InternalClientError)

    def claim(self) -> None:
        """Do nothing: a process that dies must not block another."""

    def release(self) -> None:
        """Do nothing, since nothing is reserved."""

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction in which no other process migrates, without the usual time limits.

        Raises DatabaseError if the database cannot be reached or used.
        """
        # A process that is suspended in here must not keep the others from starting.
        limits = {"lock_timeout": _ms(MIGRATION_WAIT_S), "idle_in_transaction_session_timeout": _ms(IDLE_TIMEOUT_S)}
        engine = self._engine(size=1, settings=limits, answer_timeout=None)
        try:
            async with engine.begin() as connection:
                await self._require_own_session(connection)
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
                yield connection
        except UNREACHABLE as error:
            raise self.explained(error) from error
        finally:
            await engine.dispose()

    async def _require_own_session(self, connection: AsyncConnection) -> None:
        """Raise DatabaseError if the session lacks its time limits.

        Without them, a paused process would block all others.
        """
        if await connection.scalar(text("SELECT current_setting('lock_timeout')")) == "0":
            raise DatabaseError(self._pooler("lock_timeout is lost on the way"))

    def _pooler(self, reason: str) -> str:
        return POOLER.format(host=self._host, reason=reason, most=READERS + 3)

    @property
    def _host(self) -> str:
        return f"{self._url.host or self._url.query.get('host', 'localhost')}:{self._url.port or 5432}"

    def _engine(self, *, size: int, settings: dict[str, str], answer_timeout: float | None) -> AsyncEngine:
        engine = create_async_engine(
            self._url,
            poolclass=AsyncAdaptedQueuePool,
            pool_size=size,
            max_overflow=0,
            connect_args={
                "timeout": CONNECT_TIMEOUT_S,
                "command_timeout": answer_timeout,
                "server_settings": {"application_name": self._session_name, "timezone": "UTC", **settings},
            },
        )
        event.listen(engine.sync_engine, "checkout", _refuse_closed)
        return engine

    def explained(self, error: BaseException) -> DatabaseError:
        host = self._host
        if isinstance(error, OSError):  # TimeoutError is one of them
            reason = error.strerror or str(error) or "no answer in time"
            return ServerAwayError(
                f"PostgreSQL cannot be reached on {host}: check that it runs, and the host and port in DATABASE_URL "
                f"({reason})."
            )
        cause = getattr(error, "orig", None) or error
        return DatabaseError(self._refusal_explained(cause, host))

    def _refusal_explained(self, cause: BaseException, host: str) -> str:
        match getattr(cause, "sqlstate", None):
            case code if code == PROTOCOL_VIOLATION:
                return self._pooler(str(cause))
            case code if code == NO_DATABASE:
                return (
                    f"DATABASE_URL names a database that is not on {host}: create {self._url.database!r} there first."
                )
            case code if code in {WRONG_PASSWORD, NOT_LET_IN}:
                return (
                    f"PostgreSQL on {host} refuses the user {self._url.username!r}: check user and password in "
                    "DATABASE_URL. Special characters in a password are written like %40."
                )
            case code if code == NO_SUCH_DATABASE_RIGHT:
                return (
                    f"DATABASE_URL's user {self._url.username!r} may not create tables in {self._url.database!r}: make "
                    "that user the database's owner."
                )
        return f"The database {self._url.database!r} on {host} cannot be used: {cause}."


def _limits() -> dict[str, str]:
    return {
        "statement_timeout": _ms(STATEMENT_TIMEOUT_S),
        "lock_timeout": _ms(LOCK_TIMEOUT_S),
        "idle_in_transaction_session_timeout": _ms(IDLE_TIMEOUT_S),
    }


def _ms(seconds: float) -> str:
    return str(round(seconds * 1000))


def _refuse_closed(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
    """Refuse a connection that the server has closed, so that it is replaced before use. A ping would cost more."""
    if dbapi_connection.driver_connection.is_closed():
        raise DisconnectionError
