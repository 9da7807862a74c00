"""Several processes on one database: one holds the shards, another is on standby, and one that paused too long can't
write.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from bot.core.shards import leases
from bot.core.shards.leases import GRACE_S, LEASE_S
from bot.core.shards.sharding import ALL_SHARDS, Shards
from bot.services.shards.leases import LeaseLostError
from bot.services.shards.turns import IDENTIFY_S
from bot.storage.database import Database
from bot.storage.shards.tables import shard_leases
from tests.support.cut_connection import CutConnection
from tests.support.lease_processes import Clock, CountedLeases, Process, stands_by, until
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.support.cut_connection import When


@pytest.fixture
def database_kind() -> str:
    """Only one process can use an SQLite file."""
    return "postgresql"


@pytest.fixture
async def process(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[..., Process]]:
    """Start another process, as far as the database can tell. It renews nothing unless the test says so."""
    monkeypatch.setattr(leases, "LOOK_S", 0.005)
    monkeypatch.setattr(leases, "RENEW_S", 1000)
    started: list[Process] = []

    def start(shards: Shards = ALL_SHARDS) -> Process:
        database, clock = Database(database_url), Clock(1000 * len(started))
        own = CountedLeases(database, shards, clock)
        database.fence = own
        started.append(Process(database, own, clock))
        return started[-1]

    yield start
    async with asyncio.timeout(HANG_S):
        for one in started:
            await one.leases.give_back()
            await one.database.close()


async def test_the_second_process_is_on_standby_until_the_first_gives_back(process: Callable[..., Process]) -> None:
    first, second = process(), process()
    await first.leases.take()
    assert first.leases.are_held()
    taking = await stands_by(second)
    assert not taking.done()
    assert not second.leases.are_held()
    await first.leases.give_back()
    assert not first.leases.are_held()
    await taking
    assert second.leases.are_held()
    assert await second.stores() == 2


@pytest.mark.parametrize(
    ("of_first", "of_second", "behind"),
    [
        (Shards(2, (0, 1)), Shards(2, (1,)), "1 of 2"),
        (Shards(2, (0, 1)), Shards(3, (2,)), "0 of 2, 1 of 2"),
        (ALL_SHARDS, Shards(2, (0,)), "0 of the number that Discord advises"),
    ],
)
async def test_a_process_on_standby_says_which_process_it_waits_for(
    process: Callable[..., Process], of_first: Shards, of_second: Shards, behind: str
) -> None:
    first, second = process(of_first), process(of_second)
    assert second.leases.hindrance() == "starting"
    await first.leases.take()
    assert (first.leases.hindrance(), first.leases.is_standing_by) == ("", False)
    with capture_logs() as logged:
        taking = await stands_by(second)
    assert second.leases.hindrance() == f"standing by: another process has shard {behind}"
    assert second.leases.is_standing_by
    assert [", ".join(line["behind"]) for line in logged if line["event"] == "standing by"] == [behind]
    await first.leases.give_back()
    await taking
    assert (second.leases.hindrance(), second.leases.is_standing_by) == ("", False)
    second.clock.now += LEASE_S
    assert "could not be renewed in time" in second.leases.hindrance()


async def test_the_shards_of_a_dead_process_are_taken_when_its_lease_ends(process: Callable[..., Process]) -> None:
    first, second = process(), process()
    await first.leases.take()
    taking = await stands_by(second)
    second.clock.now += LEASE_S - 0.1
    await second.looks_again()
    assert not taking.done()
    second.clock.now += 0.2
    await taking
    assert second.leases.are_held()


async def test_a_process_that_was_stopped_too_long_is_silent_and_can_write_nothing(
    process: Callable[..., Process],
) -> None:
    first, second = process(), process()
    await first.leases.take()
    first.clock.now += LEASE_S - GRACE_S
    assert not first.leases.are_held()
    taking = await stands_by(second)
    second.clock.now += LEASE_S
    await taking
    with pytest.raises(LeaseLostError):
        await first.stores()
    with pytest.raises(LeaseLostError):
        await first.database.grouped(lambda _connection: asyncio.sleep(0))
    assert await second.stores() == 2


async def test_a_holder_that_renews_keeps_its_shards(
    process: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "RENEW_S", 0.005)
    first, second = process(), process()
    await first.leases.take()
    taking = await stands_by(second)
    for _ in range(20):
        first.clock.now += LEASE_S * 0.9
        await until(first.leases.are_held)
        second.clock.now += LEASE_S * 0.9
        await second.looks_again()
    assert not taking.done()
    assert first.leases.are_held()
    taking.cancel()


async def test_a_holder_notices_that_it_lost_its_shards(
    process: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = process(), process()
    await first.leases.take()
    taking = await stands_by(second)
    second.clock.now += LEASE_S
    await taking
    lost = asyncio.Event()
    first.leases.on_lost = lost.set
    monkeypatch.setattr(leases, "RENEW_S", 0.005)
    renewing = asyncio.create_task(first.leases._keep())
    async with asyncio.timeout(HANG_S):
        await lost.wait()
        await renewing
    assert not first.leases.are_held()


async def test_no_kind_of_error_silences_the_holder_forever(
    process: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "RENEW_S", 0.005)
    only = process()
    await only.leases.take()
    failed = asyncio.Event()

    async def fail(_connection: AsyncConnection, *_statement: object) -> None:
        failed.set()
        # uvloop raises this if a connection is closed at an unusual moment.
        raise RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")

    with monkeypatch.context() as broken:
        broken.setattr(AsyncConnection, "execute", fail)
        await until(failed.is_set)
        only.clock.now += LEASE_S
    await until(only.leases.are_held)
    assert await only.stores() == 1


async def test_processes_with_different_shards_do_not_wait_for_each_other(process: Callable[..., Process]) -> None:
    first, second = process(Shards(2, (0,))), process(Shards(2, (1,)))
    await asyncio.gather(first.leases.take(), second.leases.take())
    assert first.leases.are_held()
    assert second.leases.are_held()
    assert await first.stores(0) == await second.stores(1) == 1


async def test_a_process_gets_all_its_shards_or_none(process: Callable[..., Process]) -> None:
    first, both = process(Shards(2, (0,))), process(Shards(2, (0, 1)))
    await first.leases.take()
    taking = await stands_by(both)
    async with both.database.read_transaction() as connection:
        held = (await connection.execute(select(shard_leases.c.shard_id))).scalars().all()
    assert held == [0]
    await first.leases.give_back()
    await taking
    assert both.leases.are_held()


async def test_a_new_shard_count_waits_until_all_processes_with_the_old_one_are_gone(
    process: Callable[..., Process],
) -> None:
    old, older, new = process(Shards(2, (0,))), process(Shards(2, (1,))), process(Shards(4, (3,)))
    await old.leases.take()
    await older.leases.take()
    taking = await stands_by(new)
    await old.leases.give_back()
    await new.looks_again()
    assert not taking.done()
    new.clock.now += LEASE_S
    await taking
    with pytest.raises(LeaseLostError):
        await older.stores(1)


async def test_of_many_on_standby_one_gets_the_shards(process: Callable[..., Process]) -> None:
    first, others = process(), [process() for _ in range(4)]
    await first.leases.take()
    waiting = [await stands_by(other) for other in others]
    await first.leases.give_back()
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        await other.looks_again()
    assert [other.leases.are_held() for other in others].count(True) == 1
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_of_two_different_counts_at_once_one_gets_its_shards(process: Callable[..., Process]) -> None:
    """They share servers, but no row."""
    of_two, of_four = process(Shards(2, (0,))), process(Shards(4, (0,)))
    taking = [asyncio.create_task(one.leases.take()) for one in (of_two, of_four)]
    await asyncio.wait(taking, return_when=asyncio.FIRST_COMPLETED)
    for one in (of_two, of_four):
        await one.looks_again()
    assert [one.leases.are_held() for one in (of_two, of_four)].count(True) == 1
    assert sum(task.done() for task in taking) == 1
    for task in taking:
        task.cancel()


@pytest.mark.parametrize("when", ["unheard", "unanswered"])
async def test_shards_are_taken_whatever_happens_to_the_commit(
    database_url: str, when: When, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LOOK_S", 0.005)
    cut = CutConnection(when, every=2)  # the check before it is the first
    async with cut.to(database_url) as url:
        database = Database(url)
        own = CountedLeases(database, ALL_SHARDS, Clock())
        taking = asyncio.create_task(own.take())
        async with asyncio.timeout(HANG_S):
            while not cut.cuts:  # noqa: ASYNC110 - there is no event for a cut
                await asyncio.sleep(0)
            cut.every = 0
            await taking
        assert own.are_held()
        await own.give_back()
        await database.close()


def test_a_dead_process_is_replaced_within_half_a_minute() -> None:
    # The lease must run out, is checked, and the new process waits for its turn to start a session.
    assert LEASE_S + leases.LOOK_S + 2 * IDENTIFY_S < 30
