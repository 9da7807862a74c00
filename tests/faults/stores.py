"""Databases for bots in fault tests: SQLite files or PostgreSQL databases, copied from templates and
read from outside.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.faults.scene import Scene
    from tests.support.postgresql import PostgresqlServer

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'paper-club%'
"""
QUERIES = ("SELECT * FROM outbox", "SELECT * FROM weeks", "SELECT next_slot FROM clubs")


@dataclass(frozen=True)
class Stored:
    """The contents of the bot's database at one moment."""

    outbox: list[dict[str, Any]]
    weeks: list[dict[str, Any]]
    clubs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Nothing is left to do: everything is delivered, and no search for copies is planned."""
        return bool(self.outbox) and all(row["state"] == "done" and not row["not_before"] for row in self.outbox)

    def wakes_at(self) -> datetime | None:
        """When there is something to do again; None if there is something now, or never."""
        waiting = [row for row in self.outbox if row["state"] != "done" or row["not_before"]]
        times = [row["not_before"] for row in waiting]
        if not times or not all(times):
            return None
        return min(_instant(time) for time in times)


def _instant(time: Any) -> datetime:
    """SQLite stores it as text, without a time zone."""
    return time if isinstance(time, datetime) else datetime.fromisoformat(time).replace(tzinfo=UTC)


class Store(Protocol):
    """One database."""

    url: str

    async def read(self) -> Stored:
        """Works while a bot uses the database, or after it died."""

    async def rows(self, query: str) -> list[dict[str, Any]]:
        """The result of another query."""


class DatabaseMaker(Protocol):
    """Makes databases of one kind. `commits` names the function that commits, for crashes before and after it.

    It also keeps what all tests of a worker share: the database that a bot has used, and the scenes.
    """

    commits: str
    used: str | None
    scenes: list[Scene]

    async def template(self, name: str, of: str | None = None) -> str:
        """The URL of a new database that nobody uses: without tables, or a copy of `of`."""

    def copied(self, template: str, folder: Path) -> AbstractAsyncContextManager[Store]:
        """A copy for one run."""


def read_file(file: Path | str) -> Stored:
    """Of SQLite."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.row_factory = sqlite3.Row
        return Stored(*([dict(row) for row in connection.execute(query)] for query in QUERIES))


@dataclass
class SqliteStore:
    url: str

    async def read(self) -> Stored:
        return read_file(make_url(self.url).database or "")

    async def rows(self, query: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(make_url(self.url).database or "")) as connection:
            connection.execute("PRAGMA query_only=ON")
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]


@dataclass
class SqliteMaker:
    folder: Path
    commits: str = "aiosqlite.core:Connection.commit"
    used: str | None = None
    scenes: list[Scene] = field(default_factory=list)

    async def template(self, name: str, of: str | None = None) -> str:
        url = f"sqlite+aiosqlite:///{self.folder / name}.db"
        if of:
            _copy_file(of, url)
        return url

    @contextlib.asynccontextmanager
    async def copied(self, template: str, folder: Path) -> AsyncIterator[SqliteStore]:
        url = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
        _copy_file(template, url)
        yield SqliteStore(url)


def _copy_file(source: str, target: str) -> None:
    shutil.copy(make_url(source).database or "", make_url(target).database or "")


@dataclass
class PostgresqlStore:
    url: str
    connection: Any

    async def is_leased(self) -> bool:
        """Whether a bot holds its shards."""
        return bool(await self.connection.fetchval("SELECT count(*) FROM shard_leases WHERE owner <> ''"))

    async def epoch(self) -> int:
        """It increases each time a bot takes the shards."""
        return int(await self.connection.fetchval("SELECT max(epoch) FROM shard_leases") or 0)

    async def cut_connections(self) -> None:
        """End all connections of bots, whatever they are doing."""
        await self.connection.execute(CUT)

    async def read(self) -> Stored:
        async with self.connection.transaction(isolation="repeatable_read", readonly=True):
            return Stored(*[[dict(row) for row in await self.connection.fetch(query)] for query in QUERIES])

    async def rows(self, query: str) -> list[dict[str, Any]]:
        return [dict(row) for row in await self.connection.fetch(query)]


@dataclass
class PostgresqlMaker:
    server: PostgresqlServer
    commits: str = "sqlalchemy.dialects.postgresql.asyncpg:AsyncAdapt_asyncpg_connection.commit"
    used: str | None = None
    scenes: list[Scene] = field(default_factory=list)

    async def template(self, name: str, of: str | None = None) -> str:  # noqa: ARG002 - the server chooses their names
        return await self.server.new_database(is_migrated=False, template=of and make_url(of).database)

    @contextlib.asynccontextmanager
    async def copied(self, template: str, folder: Path) -> AsyncIterator[PostgresqlStore]:  # noqa: ARG002
        url = await self.server.new_database(template=make_url(template).database)
        async with self.server.connected(make_url(url).database or "") as connection:
            yield PostgresqlStore(url, connection)
        await self.server.drop(url)


class DatabaseMakers:
    """One of each kind."""

    def __init__(self, folder: Path) -> None:
        self._files = SqliteMaker(folder)
        self._server: PostgresqlMaker | None = None

    def of(self, server: PostgresqlServer | None) -> DatabaseMaker:
        if server is None:
            return self._files
        self._server = self._server or PostgresqlMaker(server)
        return self._server
