"""The bot sends its commands to Discord when they have changed, and only then."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.command_syncs import CommandSyncs, fingerprint_of
from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.postgresql import PostgresqlServer

PAPER: dict[str, Any] = {"name": "paper", "description": "Look a paper up", "options": []}
HOWTO: dict[str, Any] = {"name": "howto", "description": "How to read a paper"}


@pytest.fixture
async def syncs(database_url: str) -> AsyncIterator[CommandSyncs]:
    database = Database(database_url)
    await database.open()
    yield CommandSyncs(database, now=lambda: datetime(2026, 1, 4, tzinfo=UTC))
    await database.close()


async def sync() -> None:
    """Stands in for Discord; `sync_if_changed` returns whether it was called."""


async def refused() -> None:
    raise ConnectionError


async def test_commands_are_sent_once_and_again_after_a_change(syncs: CommandSyncs) -> None:
    assert await syncs.sync_if_changed(1, [PAPER, HOWTO], sync)
    assert not await syncs.sync_if_changed(1, [HOWTO, PAPER], sync)
    assert await syncs.sync_if_changed(1, [{**PAPER, "description": "Find a paper"}, HOWTO], sync)


async def test_each_application_is_synced(syncs: CommandSyncs) -> None:
    assert await syncs.sync_if_changed(1, [PAPER], sync)
    assert await syncs.sync_if_changed(2, [PAPER], sync)


async def test_a_failed_sync_is_retried(syncs: CommandSyncs) -> None:
    with pytest.raises(ConnectionError):
        await syncs.sync_if_changed(1, [PAPER], refused)
    assert await syncs.sync_if_changed(1, [PAPER], sync)


async def test_processes_that_start_together_do_not_block_each_other(postgresql: PostgresqlServer) -> None:
    url = await postgresql.new_database()
    databases = [Database(url) for _ in range(2)]
    for database in databases:
        async with database.write_transaction():  # Already connected, so the next calls come at the same moment
            pass
    both = asyncio.Barrier(2)
    starting = [CommandSyncs(database, now=lambda: datetime(2026, 1, 4, tzinfo=UTC)) for database in databases]
    assert await asyncio.gather(*(one.sync_if_changed(1, [PAPER], both.wait) for one in starting)) == [True, True]
    assert not await starting[0].sync_if_changed(1, [PAPER], sync)
    for database in databases:
        await database.close()
    await postgresql.drop(url)


@given(st.lists(st.dictionaries(st.text(), st.integers()), max_size=5), st.randoms())
def test_the_fingerprint_does_not_depend_on_order(definitions: list[dict[str, Any]], random: Any) -> None:
    shuffled = [dict(sorted(definition.items(), reverse=True)) for definition in definitions]
    random.shuffle(shuffled)
    assert fingerprint_of(shuffled) == fingerprint_of(definitions)
