"""What only a database server can do: be down, refuse, end a connection, answer a commit late."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot.storage import postgresql as module
from bot.storage.command_syncs import last_fingerprint, remember_fingerprint
from bot.storage.database import Database, DatabaseAwayError, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.postgresql import PostgresqlServer

NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)
PASSWORD = "Tr0ub4dor&3"


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


async def refusal(url: str) -> str:
    """Return why the database cannot be opened."""
    database = Database(url)
    with pytest.raises(DatabaseError) as refused:
        await database.open()
    await database.close()
    assert PASSWORD not in str(refused.value)
    return str(refused.value)


async def twice_at_most(act: Callable[[], Awaitable[Any]]) -> Any:
    """Try again once: a connection that is ended while in use costs that transaction, and no other."""
    try:
        return await act()
    except DatabaseAwayError:
        return await act()


async def end_all(postgresql: PostgresqlServer, url: str) -> int:
    """End every connection to the database, like an administrator or a shutdown, and return how many there were."""
    ended: int = await postgresql.run(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1", make_url(url).database
    )
    return ended


async def test_a_server_that_is_down_is_named() -> None:
    url = f"postgresql+asyncpg://club:{PASSWORD}@127.0.0.1:1/club"
    assert (await refusal(url)).startswith("PostgreSQL cannot be reached on 127.0.0.1:1: check that it runs")


async def test_an_unknown_host_is_named() -> None:
    assert "cannot be reached on nowhere.invalid:5432" in await refusal(
        f"postgresql+asyncpg://club:{PASSWORD}@nowhere.invalid/club"
    )


async def test_a_database_that_is_missing_is_named(postgresql: PostgresqlServer) -> None:
    sentence = await refusal(postgresql.url("atlantis"))
    assert "create 'atlantis' there first" in sentence


async def test_a_wrong_password_is_not_repeated(postgresql: PostgresqlServer, url: str) -> None:
    wrong = make_url(url).set(username="keyholder", password=PASSWORD).render_as_string(hide_password=False)
    assert "refuses the user 'keyholder': check user and password" in await refusal(wrong)


async def test_a_user_without_permission_to_create_tables_is_told_so(postgresql: PostgresqlServer) -> None:
    empty = await postgresql.new_database(is_migrated=False)
    url = make_url(empty).set(username="visitor").render_as_string()
    assert "'visitor' may not create tables" in await refusal(url)
    await postgresql.drop(empty)


async def test_two_simultaneous_starts_do_not_collide(postgresql: PostgresqlServer) -> None:
    url = await postgresql.new_database(is_migrated=False)
    databases = [Database(url) for _ in range(4)]
    await asyncio.gather(*(database.open() for database in databases))
    for number, database in enumerate(databases):
        async with database.write_transaction() as connection:
            await remember_fingerprint(connection, number, "f", NOON)
    for database in databases:
        await database.close()
    await postgresql.drop(url)


async def test_connections_ended_by_the_server_are_replaced(postgresql: PostgresqlServer, url: str) -> None:
    database = Database(url)
    await database.open()
    async with database.write_transaction() as connection:
        await remember_fingerprint(connection, 1, "before", NOON)
    async with database.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) == "before"
    assert await end_all(postgresql, url) == 2

    async def write() -> None:
        async with database.write_transaction() as connection:
            await remember_fingerprint(connection, 1, "after", NOON)

    async def read() -> str | None:
        async with database.read_transaction() as connection:
            return await last_fingerprint(connection, 1)

    await twice_at_most(write)
    assert await twice_at_most(read) == "after"
    await database.close()


async def test_a_connection_ended_in_a_transaction_affects_only_that_one(
    postgresql: PostgresqlServer, url: str
) -> None:
    database = Database(url)
    await database.open()

    async def fail_half_way() -> None:
        async with database.write_transaction() as connection:
            await remember_fingerprint(connection, 1, "half done", NOON)
            await end_all(postgresql, url)
            await remember_fingerprint(connection, 2, "half done", NOON)

    with pytest.raises(DatabaseAwayError):
        await fail_half_way()
    async with database.write_transaction() as connection:
        assert await last_fingerprint(connection, 1) is None
        await remember_fingerprint(connection, 1, "whole", NOON)
    await database.close()


async def test_a_grouped_change_is_retried_and_made(postgresql: PostgresqlServer, url: str) -> None:
    database = Database(url)
    await database.open()
    attempts: list[int] = []

    async def remember(connection: object) -> str:
        attempts.append(1)
        if len(attempts) == 1:
            await end_all(postgresql, url)
        await remember_fingerprint(connection, 1, "f", NOON)  # type: ignore[arg-type]
        return "kept"

    assert await database.grouped(remember) == "kept"
    assert len(attempts) == 2
    async with database.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) == "f"
    await database.close()


async def test_locks_of_a_paused_process_are_released(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_TIMEOUT_S", 1)
    paused = Database(url)
    monkeypatch.undo()
    other = Database(url)
    await paused.open()
    await other.open()
    async with other.write_transaction() as connection:
        await remember_fingerprint(connection, 1, "0", NOON)

    async def pause_half_way() -> None:
        async with paused.write_transaction() as connection:
            await remember_fingerprint(connection, 1, "paused", NOON)
            async with other.write_transaction() as others:
                # Waits for the row until the server ends the silent process's transaction.
                await remember_fingerprint(others, 1, "other", NOON)

    with pytest.raises(DatabaseAwayError):
        await pause_half_way()
    async with other.read_transaction() as connection:
        assert await last_fingerprint(connection, 1) == "other"
    await paused.close()
    await other.close()


async def test_a_wait_for_a_lock_times_out(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOCK_TIMEOUT_S", 0.2)
    first, second = Database(url), Database(url)
    await first.open()
    await second.open()
    async with first.write_transaction() as connection:
        await connection.execute(text("LOCK TABLE command_syncs"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            async with second.write_transaction() as others:
                await remember_fingerprint(others, 1, "f", NOON)
    await first.close()
    await second.close()


async def test_the_server_knows_the_application_name(url: str) -> None:
    database = Database(url)
    await database.open()
    async with database.write_transaction() as connection:
        settings = [await connection.scalar(text(f"SHOW {name}")) for name in ("application_name", "lock_timeout")]
        writing = await connection.scalar(text("SHOW transaction_isolation"))
    async with database.read_transaction() as connection:
        reading = await connection.scalar(text("SHOW transaction_isolation"))
    assert settings[0].startswith("paper-club ")
    assert (settings[1:], writing, reading) == (["5s"], "read committed", "repeatable read")
    await database.close()


async def test_a_server_that_does_not_answer_times_out_and_is_asked_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_TIMEOUT_S", 1)
    database = Database(url)
    with pytest.raises(DatabaseAwayError):
        async with database.write_transaction() as connection:
            await connection.execute(text("SELECT pg_sleep(60)"))
    async with database.write_transaction() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
    await database.close()
