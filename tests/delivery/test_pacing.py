"""Requests are spaced out, unused time is not saved up, and everything pauses when Discord says so."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import PER_SECOND, SHORTEST_S, SLACK_S, Pacer
from tests.support.virtual_time import run_in_virtual_time

# The time between requests, and how much too long each sleep takes, as in a stalled process.
WAITS = st.lists(st.tuples(st.floats(0, 3) | st.just(0), st.floats(0, 0.5) | st.just(0)), min_size=1, max_size=300)
LIMIT = 50


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def leave(pacer: Pacer, clock: Clock, late: float = 0) -> float:
    """When the next request is sent, if sleeps take `late` too long."""
    while (delay := pacer.take()) > 0:
        clock.now += delay + late
    return clock.now


def turns_of(waits: list[tuple[float, float]]) -> list[float]:
    clock = Clock()
    pacer = Pacer(clock=clock)
    turns = []
    for wait, late in waits:
        clock.now += wait
        turns.append(leave(pacer, clock, late))
    return turns


@given(WAITS)
def test_no_second_sees_more_than_discord_allows(waits: list[tuple[float, float]]) -> None:
    turns = turns_of(waits)
    for first in turns:
        assert sum(first <= turn < first + 1 for turn in turns) <= LIMIT


@given(WAITS)
def test_neither_idle_time_nor_stalls_are_saved_up(waits: list[tuple[float, float]]) -> None:
    for earlier, later in pairwise(turns_of(waits)):
        assert later - earlier >= 1 / PER_SECOND - SLACK_S - 2 * SHORTEST_S


def test_sleeps_that_are_slightly_too_long_cost_nothing() -> None:
    turns = turns_of([(0, 0.002)] * 486)
    assert turns[-1] - turns[0] < 485 / PER_SECOND + SLACK_S


def test_a_single_request_does_not_wait() -> None:
    assert Pacer(clock=Clock()).take() == 0


@given(st.floats(0.1, 700), st.integers(1, 50))
def test_nothing_is_sent_during_a_pause_and_the_start_after_it_is_slow(seconds: float, crowd: int) -> None:
    clock = Clock()
    pacer = Pacer(clock=clock)
    pacer.take()
    pacer.pause(seconds)
    end = clock.now + seconds
    turns = [leave(pacer, clock) for _ in range(crowd)]
    assert turns[0] >= end - 2e-6
    assert all(later - earlier >= 1.9 / PER_SECOND for earlier, later in pairwise(turns))


def test_requests_waiting_before_a_pause_wait_through_it_in_order() -> None:
    async def turns() -> tuple[list[float], float]:
        clock = asyncio.get_running_loop().time
        pacer = Pacer(clock=clock)
        await pacer.turn()
        left: list[float] = []

        async def wait_and_leave() -> None:
            await pacer.turn()
            left.append(clock())

        async with asyncio.TaskGroup() as crowd:
            for _ in range(4):
                crowd.create_task(wait_and_leave())
            await asyncio.sleep(0)
            end = clock() + 0.1
            pacer.pause(0.1)
        return left, end

    left, end = run_in_virtual_time(turns())
    assert left[0] >= end - 2e-6
    assert all(later - earlier >= 1.9 / PER_SECOND - SLACK_S for earlier, later in pairwise(left))


def test_a_shorter_pause_ends_no_longer_one() -> None:
    clock = Clock()
    pacer = Pacer(clock=clock)
    begun = clock.now
    pacer.pause(60)
    pacer.pause(1)
    assert leave(pacer, clock) - begun >= 60 - SHORTEST_S
