"""Who keeps the shards when the database was away, and who takes them back at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.leases import LEASE_S, Lease
from bot.storage import shard_leases as lease_rows
from bot.storage.errors import DatabaseAwayError
from bot.storage.process_file import ProcessFile
from tests.services.test_shard_leases import database_kind, process
from tests.support.lease_processes import stands_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from sqlalchemy.ext.asyncio import AsyncConnection

    from tests.support.lease_processes import Process

__all__ = ["database_kind", "process"]


async def test_a_process_that_is_started_again_takes_its_shards_back_at_once(
    process: Callable[..., Process], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    first, second, spare = process(), process(), process()
    for one in (first, second, spare):
        one.leases._file = ProcessFile("the same shards")
    await first.leases.take()
    taking = await stands_by(spare)
    # Killed: the system lets go of its lock, and nobody gives anything back.
    assert first.leases._file
    first.leases._file._lock.release()
    await second.leases.take()
    assert second.leases.are_held()
    assert await second.stores() == 2
    assert not taking.done()
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)


async def test_time_in_which_the_database_was_away_ends_no_lease(
    process: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = process(), process()
    await first.leases.take()
    is_away, look = False, lease_rows.all_leases

    async def answer(connection: AsyncConnection) -> list[Lease]:
        if is_away:
            raise DatabaseAwayError("gone")
        return await look(connection)

    monkeypatch.setattr(lease_rows, "all_leases", answer)
    taking = await stands_by(second)
    is_away = True
    await second.looks_again()
    second.clock.now += 10 * LEASE_S
    await second.looks_again()
    is_away = False
    await second.looks_again()
    assert not taking.done()
    # Watched anew, a process that is dead is found to be.
    second.clock.now += LEASE_S + 0.1
    await taking
