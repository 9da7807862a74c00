"""Several processes share Discord's limit."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pacing import PER_SECOND, RECOVERY_S
from bot.delivery.shared_pacing import LATEST_S, SharedPacer
from tests.support.virtual_time import run_in_virtual_time

LIMIT = 50


class SharedQueue:
    """The database's row, in memory. Each query takes `way` seconds there and back."""

    def __init__(self, way: float = 0) -> None:
        self.next = 0.0
        self.way = way
        self.asked = 0

    async def reserve(self, length: float) -> float:
        await asyncio.sleep(self.way)
        self.asked += 1
        now = asyncio.get_running_loop().time()
        begin = max(self.next, now)
        self.next = begin + length
        await asyncio.sleep(self.way)
        return begin - now

    async def delay(self, seconds: float) -> None:
        self.next = max(self.next, asyncio.get_running_loop().time() + seconds)


async def send(pacer: SharedPacer, count: int, sent: list[float], *, begin: float = 0) -> None:
    async def one() -> None:
        await pacer.turn()
        sent.append(asyncio.get_running_loop().time())

    await asyncio.sleep(begin)
    await asyncio.gather(*(one() for _ in range(count)))


async def play(crowds: list[tuple[float, int]], way: float) -> list[float]:
    """One process per group of messages, which starts at a given time. Returns when each message was sent."""
    queue = SharedQueue(way)
    clock = asyncio.get_running_loop().time
    sent: list[float] = []
    await asyncio.gather(*(send(SharedPacer(queue, clock=clock), count, sent, begin=begin) for begin, count in crowds))
    return sorted(sent)


CROWDS = st.lists(st.tuples(st.floats(0, 5), st.integers(1, 120)), min_size=1, max_size=5)


@settings(max_examples=50)
@given(CROWDS, st.floats(0, 0.02))
def test_no_second_sees_more_than_discord_allows(crowds: list[tuple[float, int]], way: float) -> None:
    sent = run_in_virtual_time(play(crowds, way))
    assert len(sent) == sum(count for _, count in crowds)
    for first in sent:
        assert sum(first <= moment < first + 1 for moment in sent) <= LIMIT


def test_two_busy_processes_use_the_whole_limit() -> None:
    sent = run_in_virtual_time(play([(0, 500), (0, 500)], 0.002))
    assert len(sent) / (sent[-1] - sent[0]) > 0.98 * PER_SECOND


def test_many_messages_query_the_database_a_few_times_per_second() -> None:
    async def storm() -> tuple[int, float]:
        queue = SharedQueue()
        sent: list[float] = []
        await send(SharedPacer(queue, clock=asyncio.get_running_loop().time), 485, sent)
        return queue.asked, sent[-1]

    asked, seconds = run_in_virtual_time(storm())
    assert asked / seconds < 6


def test_after_a_burst_no_turns_are_taken_that_nobody_waits_for() -> None:
    async def burst_then_one_by_one() -> tuple[float, float]:
        queue = SharedQueue()
        pacer = SharedPacer(queue, clock=asyncio.get_running_loop().time)
        await send(pacer, 50, [])
        await asyncio.sleep(10)
        before = asyncio.get_running_loop().time()
        await send(pacer, 1, [])
        return before, queue.next

    before, taken_until = run_in_virtual_time(burst_then_one_by_one())
    assert taken_until - before < 1.5 / PER_SECOND


def test_a_pause_holds_for_every_process_and_ends_slowly() -> None:
    async def pause() -> tuple[list[float], float]:
        queue, clock = SharedQueue(), asyncio.get_running_loop().time
        told, other = SharedPacer(queue, clock=clock), SharedPacer(queue, clock=clock)
        sent: list[float] = []
        sending = [asyncio.create_task(send(pacer, 200, sent)) for pacer in (told, other)]
        await asyncio.sleep(1)
        told.pause(10)
        end = clock() + 10
        await asyncio.gather(*sending)
        return sent, end

    sent, end = run_in_virtual_time(pause())
    in_hand = 12 / PER_SECOND
    assert [moment for moment in sent if end - 10 + in_hand < moment < end] == []
    gently = [moment for moment in sent if end <= moment < end + RECOVERY_S]
    assert len(gently) < 0.8 * RECOVERY_S * PER_SECOND


def test_turns_missed_by_a_stalled_process_are_dropped() -> None:
    async def stall() -> list[float]:
        loop = asyncio.get_running_loop()
        sent: list[float] = []
        sending = asyncio.create_task(send(SharedPacer(SharedQueue(), clock=loop.time), 60, sent))
        await asyncio.sleep(0.3)
        loop._now += 5  # type: ignore[attr-defined]
        await sending
        return sent

    sent = run_in_virtual_time(stall())
    late = [later - earlier for earlier, later in pairwise(sent)]
    assert min(late) >= 1 / PER_SECOND - LATEST_S
    assert sum(moment > 5 for moment in sent) > 40
    after = [moment for moment in sent if moment > 5]
    assert after[13] - after[0] > 0.2
