"""Where a fault run's bot keeps its memory: a file, or a PostgreSQL database; made of a template, read from outside."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.support.postgresql import PostgresqlServer

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'paper-club%'
"""
QUERIES = ("SELECT * FROM outbox", "SELECT * FROM weeks")


@dataclass(frozen=True)
class Stored:
    """What the bot's database says, at one moment."""

    outbox: list[dict[str, Any]]
    weeks: list[dict[str, Any]]

    @property
    def is_settled(self) -> bool:
        """Nothing left to do: all is delivered, and nothing waits for a look at whether it is there twice."""
        return bool(self.outbox) and all(row["state"] == "done" and not row["not_before"] for row in self.outbox)

    def wakes_at(self) -> datetime | None:
        """When there is something to do again; None where there is now, or nothing ever."""
        waiting = [row for row in self.outbox if row["state"] != "done" or row["not_before"]]
        times = [row["not_before"] for row in waiting]
        if not times or not all(times):
            return None
        return min(_instant(time) for time in times)


def _instant(time: Any) -> datetime:
    """SQLite keeps it as words, without a zone."""
    return time if isinstance(time, datetime) else datetime.fromisoformat(time).replace(tzinfo=UTC)


class Store(Protocol):
    """One database."""

    url: str

    async def read(self) -> Stored:
        """Also while a bot uses it, or was when it died."""


class Shelf(Protocol):
    """Makes databases of one kind. `commits` names the function that commits, for dying before and after it."""

    commits: str

    async def template(self, name: str, of: str | None = None) -> str:
        """The URL of a new database, without tables or as `of` is, which nobody uses."""

    def copied(self, template: str, folder: Path) -> AbstractAsyncContextManager[Store]:
        """A copy for one run."""


def read_file(file: Path | str) -> Stored:
    """Of SQLite."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.row_factory = sqlite3.Row
        return Stored(*([dict(row) for row in connection.execute(query)] for query in QUERIES))


@dataclass
class FileStore:
    url: str

    async def read(self) -> Stored:
        return read_file(make_url(self.url).database or "")


@dataclass
class FileShelf:
    folder: Path
    commits: str = "aiosqlite.core:Connection.commit"

    async def template(self, name: str, of: str | None = None) -> str:
        url = f"sqlite+aiosqlite:///{self.folder / name}.db"
        if of:
            _copy_file(of, url)
        return url

    @contextlib.asynccontextmanager
    async def copied(self, template: str, folder: Path) -> AsyncIterator[FileStore]:
        url = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
        _copy_file(template, url)
        yield FileStore(url)


def _copy_file(source: str, target: str) -> None:
    shutil.copy(make_url(source).database or "", make_url(target).database or "")


@dataclass
class ServerStore:
    url: str
    connection: Any

    async def is_leased(self) -> bool:
        """Whether a bot has its shards."""
        return bool(await self.connection.fetchval("SELECT count(*) FROM shard_leases WHERE owner <> ''"))

    async def epoch(self) -> int:
        """Rises each time that a bot takes the shards."""
        return int(await self.connection.fetchval("SELECT max(epoch) FROM shard_leases") or 0)

    async def cut_connections(self) -> None:
        """All of the bots' end, whatever they are in the middle of."""
        await self.connection.execute(CUT)

    async def read(self) -> Stored:
        async with self.connection.transaction(isolation="repeatable_read", readonly=True):
            return Stored(*[[dict(row) for row in await self.connection.fetch(query)] for query in QUERIES])


@dataclass
class ServerShelf:
    server: PostgresqlServer
    commits: str = "sqlalchemy.dialects.postgresql.asyncpg:AsyncAdapt_asyncpg_connection.commit"

    async def template(self, name: str, of: str | None = None) -> str:  # noqa: ARG002 - the server names them
        return await self.server.new_database(is_migrated=False, template=of and make_url(of).database)

    @contextlib.asynccontextmanager
    async def copied(self, template: str, folder: Path) -> AsyncIterator[ServerStore]:  # noqa: ARG002
        url = await self.server.new_database(template=make_url(template).database)
        async with self.server.connected(make_url(url).database or "") as connection:
            yield ServerStore(url, connection)
        await self.server.drop(url)
