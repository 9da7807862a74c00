"""One PostgreSQL database: one writer a process, many readers, and no lock that a paused process could keep."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.errors import DatabaseError, ServerAwayError
from bot.storage.shard_leases import session_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

READERS = 4
CONNECT_TIMEOUT_S = 10
# The server ends a statement, a wait for a lock, and a transaction that its owner has forgotten; the client gives up on
# a server that says nothing at all.
STATEMENT_TIMEOUT_S = 20
LOCK_TIMEOUT_S = 5
IDLE_TIMEOUT_S = 10
ANSWER_TIMEOUT_S = 30
# Whoever else migrates at the same moment is waited for.
MIGRATION_WAIT_S = 120
MIGRATION_LOCK = 0x5061706572  # "Paper": any number will do, as long as it is always the same
# What PostgreSQL says by its codes (https://www.postgresql.org/docs/current/errcodes-appendix.html).
NO_DATABASE, NO_SUCH_DATABASE_RIGHT = "3D000", "42501"
WRONG_PASSWORD, NOT_LET_IN = "28P01", "28000"
# So does a pooler that does not know what is asked for when a session begins.
PROTOCOL_VIOLATION = "08P01"
POOLER = (
    "DATABASE_URL leads to {place}, where a connection pooler such as PgBouncer seems to stand before PostgreSQL: it "
    "does not pass on what every session needs ({reason}). Name PostgreSQL's own host and port; a process opens {most} "
    "connections at most."
)
# The last one where a connection breaks before it is handed over.
UNREACHABLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError)


class PostgresqlDatabase:
    """The engines of one database. Every process may connect; what keeps two from the same work is a fence."""

    unreachable: tuple[type[Exception], ...] = UNREACHABLE

    def __init__(self, url: str, process: str) -> None:
        self._session_name = session_name(process)
        self._url = make_url(url)
        self.writer = self._engine(
            size=1,
            settings=_limits() | {"default_transaction_isolation": "read committed"},
            answer_timeout=ANSWER_TIMEOUT_S,
        )
        # A reader sees one state of the database for as long as its transaction lasts.
        seeing = {"default_transaction_isolation": "repeatable read", "default_transaction_read_only": "on"}
        self.reader = self._engine(size=READERS, settings=_limits() | seeing, answer_timeout=ANSWER_TIMEOUT_S)
        turns = self._engine(size=1, settings=_limits(), answer_timeout=ANSWER_TIMEOUT_S)
        self.aside: AsyncEngine | None = turns
        self._engines = (self.reader, self.writer, turns)

    async def close(self) -> None:
        for engine in self._engines:
            await engine.dispose()

    def has_broken(self, error: DBAPIError) -> bool:
        """The driver cannot go on with a connection on which it has given a statement up."""
        return isinstance(getattr(error.orig, "__cause__", None), asyncpg.InternalClientError)

    def claim(self) -> None:
        """Nothing to take: a process that dies must not keep another from going on."""

    def release(self) -> None:
        """Nothing to give back."""

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """A transaction in which no other process migrates, without the limits of ordinary ones.

        Raises DatabaseError where the database cannot be reached or used.
        """
        # A process that was stopped in here must not keep the others from starting.
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
        """Without its limits, a process that is paused would hold up all others. Raises DatabaseError."""
        if await connection.scalar(text("SELECT current_setting('lock_timeout')")) == "0":
            raise DatabaseError(self._pooler("lock_timeout is lost on the way"))

    def _pooler(self, reason: str) -> str:
        return POOLER.format(place=self._place, reason=reason, most=READERS + 3)

    @property
    def _place(self) -> str:
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
        place = self._place
        if isinstance(error, OSError):  # TimeoutError is one of them
            reason = error.strerror or str(error) or "no answer in time"
            return ServerAwayError(
                f"PostgreSQL cannot be reached on {place}: check that it runs, and the host and port in DATABASE_URL "
                f"({reason})."
            )
        cause = getattr(error, "orig", None) or error
        return DatabaseError(self._refusal_explained(cause, place))

    def _refusal_explained(self, cause: BaseException, place: str) -> str:
        match getattr(cause, "sqlstate", None):
            case code if code == PROTOCOL_VIOLATION:
                return self._pooler(str(cause))
            case code if code == NO_DATABASE:
                return (
                    f"DATABASE_URL names a database that is not on {place}: create {self._url.database!r} there first."
                )
            case code if code in {WRONG_PASSWORD, NOT_LET_IN}:
                return (
                    f"PostgreSQL on {place} does not let {self._url.username!r} in: check user and password in "
                    "DATABASE_URL, where special characters of a password are written like %40."
                )
            case code if code == NO_SUCH_DATABASE_RIGHT:
                return (
                    f"DATABASE_URL's user {self._url.username!r} may not create tables in {self._url.database!r}: make "
                    "that user the database's owner."
                )
        return f"The database {self._url.database!r} on {place} cannot be used: {cause}."


def _limits() -> dict[str, str]:
    return {
        "statement_timeout": _ms(STATEMENT_TIMEOUT_S),
        "lock_timeout": _ms(LOCK_TIMEOUT_S),
        "idle_in_transaction_session_timeout": _ms(IDLE_TIMEOUT_S),
    }


def _ms(seconds: float) -> str:
    return str(round(seconds * 1000))


def _refuse_closed(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
    """A connection that the server has ended is replaced before it is used. Costs no request, as a ping would."""
    if dbapi_connection.driver_connection.is_closed():
        raise DisconnectionError
