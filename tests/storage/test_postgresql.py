"""What only a database server can do to the bot: be away, refuse, end a connection, take long to answer a commit."""

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
    """Why it cannot be opened."""
    database = Database(url)
    with pytest.raises(DatabaseError) as refused:
        await database.open()
    await database.close()
    assert PASSWORD not in str(refused.value)
    return str(refused.value)


async def twice_at_most(act: Callable[[], Awaitable[Any]]) -> Any:
    """A connection that is ended in the very moment of its use costs that transaction, and no other."""
    try:
        return await act()
    except DatabaseAwayError:
        return await act()


async def end_all(postgresql: PostgresqlServer, url: str) -> int:
    """Every connection to the database, as an administrator or a server that is shut down does; how many there were."""
    ended: int = await postgresql.run(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1", make_url(url).database
    )
    return ended


async def test_a_server_that_is_not_there_is_named() -> None:
    url = f"postgresql+asyncpg://club:{PASSWORD}@127.0.0.1:1/club"
    assert (await refusal(url)).startswith("PostgreSQL cannot be reached on 127.0.0.1:1: check that it runs")


async def test_a_host_that_nobody_knows_is_named() -> None:
    assert "cannot be reached on nowhere.invalid:5432" in await refusal(
        f"postgresql+asyncpg://club:{PASSWORD}@nowhere.invalid/club"
    )


async def test_a_database_that_is_missing_is_named(postgresql: PostgresqlServer) -> None:
    sentence = await refusal(postgresql.url("atlantis"))
    assert "create 'atlantis' there first" in sentence


async def test_a_wrong_password_is_not_repeated(postgresql: PostgresqlServer, url: str) -> None:
    await postgresql.run("DROP ROLE IF EXISTS keyholder")
    await postgresql.run("CREATE ROLE keyholder LOGIN PASSWORD 'another'")
    wrong = make_url(url).set(username="keyholder", password=PASSWORD).render_as_string(hide_password=False)
    assert "does not let 'keyholder' in: check user and password" in await refusal(wrong)


async def test_a_user_who_may_not_create_tables_is_told_so(postgresql: PostgresqlServer) -> None:
    await postgresql.run("DROP ROLE IF EXISTS visitor")
    await postgresql.run("CREATE ROLE visitor LOGIN")
    empty = await postgresql.new_database(is_migrated=False)
    url = make_url(empty).set(username="visitor").render_as_string()
    assert "'visitor' may not create tables" in await refusal(url)
    await postgresql.drop(empty)


async def test_two_that_start_at_once_do_not_collide(postgresql: PostgresqlServer) -> None:
    url = await postgresql.new_database(is_migrated=False)
    databases = [Database(url) for _ in range(4)]
    await asyncio.gather(*(database.open() for database in databases))
    for number, database in enumerate(databases):
        async with database.writing() as connection:
            await remember_fingerprint(connection, number, "f", NOON)
    for database in databases:
        await database.close()
    await postgresql.drop(url)


async def test_connections_that_the_server_ended_are_replaced(postgresql: PostgresqlServer, url: str) -> None:
    database = Database(url)
    await database.open()
    async with database.writing() as connection:
        await remember_fingerprint(connection, 1, "before", NOON)
    async with database.reading() as connection:
        assert await last_fingerprint(connection, 1) == "before"
    assert await end_all(postgresql, url) == 2

    async def write() -> None:
        async with database.writing() as connection:
            await remember_fingerprint(connection, 1, "after", NOON)

    async def read() -> str | None:
        async with database.reading() as connection:
            return await last_fingerprint(connection, 1)

    await twice_at_most(write)
    assert await twice_at_most(read) == "after"
    await database.close()


async def test_a_connection_ended_in_a_transaction_costs_only_that_one(postgresql: PostgresqlServer, url: str) -> None:
    database = Database(url)
    await database.open()

    async def fail_half_way() -> None:
        async with database.writing() as connection:
            await remember_fingerprint(connection, 1, "half done", NOON)
            await end_all(postgresql, url)
            await remember_fingerprint(connection, 2, "half done", NOON)

    with pytest.raises(DatabaseAwayError):
        await fail_half_way()
    async with database.writing() as connection:
        assert await last_fingerprint(connection, 1) is None
        await remember_fingerprint(connection, 1, "whole", NOON)
    await database.close()


async def test_a_grouped_change_is_made_all_the_same(postgresql: PostgresqlServer, url: str) -> None:
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
    async with database.reading() as connection:
        assert await last_fingerprint(connection, 1) == "f"
    await database.close()


async def test_what_a_paused_process_holds_is_freed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_TIMEOUT_S", 0.3)
    paused = Database(url)
    monkeypatch.undo()
    other = Database(url)
    await paused.open()
    await other.open()
    async with other.writing() as connection:
        await remember_fingerprint(connection, 1, "0", NOON)

    async def pause_half_way() -> None:
        async with paused.writing() as connection:
            await remember_fingerprint(connection, 1, "paused", NOON)
            async with other.writing() as others:
                # Waits for the row until the server ends the transaction of the one that says nothing any more.
                await remember_fingerprint(others, 1, "other", NOON)

    with pytest.raises(DatabaseAwayError):
        await pause_half_way()
    async with other.reading() as connection:
        assert await last_fingerprint(connection, 1) == "other"
    await paused.close()
    await other.close()


async def test_a_wait_for_a_lock_ends(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOCK_TIMEOUT_S", 0.2)
    first, second = Database(url), Database(url)
    await first.open()
    await second.open()
    async with first.writing() as connection:
        await connection.execute(text("LOCK TABLE command_syncs"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            async with second.writing() as others:
                await remember_fingerprint(others, 1, "f", NOON)
    await first.close()
    await second.close()


async def test_the_server_knows_who_we_are(url: str) -> None:
    database = Database(url)
    await database.open()
    async with database.writing() as connection:
        settings = [await connection.scalar(text(f"SHOW {name}")) for name in ("application_name", "lock_timeout")]
        writing = await connection.scalar(text("SHOW transaction_isolation"))
    async with database.reading() as connection:
        reading = await connection.scalar(text("SHOW transaction_isolation"))
    assert settings[0].startswith("paper-club ")
    assert (settings[1:], writing, reading) == (["5s"], "read committed", "repeatable read")
    await database.close()


async def test_a_server_that_says_nothing_is_given_up_and_asked_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_TIMEOUT_S", 0.3)
    database = Database(url)
    with pytest.raises(DatabaseAwayError):
        async with database.writing() as connection:
            await connection.execute(text("SELECT pg_sleep(60)"))
    async with database.writing() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
    await database.close()
