"""Who keeps the shards after a database outage, and who gets them back immediately."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.errors import DatabaseAwayError
from bot.core.shards.leases import LEASE_S, Lease
from bot.storage.process_file import ProcessFile
from bot.storage.shards import leases as lease_rows
from tests.services.test_shard_leases import database_kind, process
from tests.support.lease_processes import stands_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from sqlalchemy.ext.asyncio import AsyncConnection

    from tests.support.lease_processes import Process

__all__ = ["database_kind", "process"]


async def test_a_restarted_process_takes_its_shards_back_immediately(
    process: Callable[..., Process], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    first, second, spare = process(), process(), process()
    for one in (first, second, spare):
        one.leases._file = ProcessFile("the same shards")
    await first.leases.take()
    taking = await stands_by(spare)
    # Killed: the operating system releases its lock, and no shards are given back.
    assert first.leases._file
    first.leases._file._lock.release()
    await second.leases.take()
    assert second.leases.are_held()
    assert await second.stores() == 2
    assert not taking.done()
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)


async def test_an_outage_of_the_database_ends_no_lease(
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
    # After watching it again, the bot finds that the process is dead.
    second.clock.now += LEASE_S + 0.1
    await taking


async def test_what_an_earlier_owner_stored_is_not_taken_for_an_own_write(process: Callable[..., Process]) -> None:
    """Each process numbers its writes from one: a commit whose answer was lost would seem to be made."""
    first, second = process(), process()
    await first.leases.take()
    await first.stores()
    await first.leases.give_back()
    await second.leases.take()
    assert [await second.leases.is_stored(number) for number in range(1, 6)] == [False] * 5
