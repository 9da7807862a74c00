"""Who keeps the shards when the database was away, and who takes them back at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.leases import LEASE_S, Lease
from bot.storage import shard_leases as lease_rows
from bot.storage.errors import DatabaseAwayError
from bot.storage.process_file import ProcessFile
from tests.services.test_shard_leases import Process, database_kind, process, stands_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from sqlalchemy.ext.asyncio import AsyncConnection

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
    looks, is_away, look = 0, False, lease_rows.all_leases

    async def counted(connection: AsyncConnection) -> list[Lease]:
        nonlocal looks
        looks += 1
        if is_away:
            raise DatabaseAwayError("gone")
        return await look(connection)

    async def looked_twice() -> None:
        nonlocal looks
        looks = 0
        # The third begins once the second has been noted.
        while looks < 3:  # noqa: ASYNC110 - a look has no bell
            await asyncio.sleep(0.005)

    monkeypatch.setattr(lease_rows, "all_leases", counted)
    taking = asyncio.create_task(second.leases.take())
    await looked_twice()
    is_away = True
    await looked_twice()
    second.clock.now += 10 * LEASE_S
    await looked_twice()
    is_away = False
    await looked_twice()
    assert not taking.done()
    # Watched anew, a process that is dead is found to be.
    second.clock.now += LEASE_S + 0.1
    await taking
