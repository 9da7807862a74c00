"""Turns are spaced, never saved up, and stop when Discord says so."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import PER_SECOND, Pacer

WAITS = st.lists(st.floats(0, 3), min_size=1, max_size=300)
LIMIT = 50


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def turns_of(waits: list[float]) -> list[float]:
    clock = Clock()
    pacer = Pacer(clock=clock)
    turns = []
    for wait in waits:
        clock.now += wait
        turns.append(clock.now + pacer.take())
    return turns


@given(WAITS)
def test_no_second_sees_more_than_discord_allows(waits: list[float]) -> None:
    turns = turns_of(waits)
    for first in turns:
        assert sum(first <= turn < first + 1 for turn in turns) < LIMIT


@given(WAITS)
def test_turns_come_in_order_and_idle_time_is_not_saved_up(waits: list[float]) -> None:
    for earlier, later in pairwise(turns_of(waits)):
        assert later - earlier >= 1 / PER_SECOND - 1e-9


def test_who_comes_alone_does_not_wait() -> None:
    assert Pacer(clock=Clock()).take() == 0


@given(st.floats(0.1, 700), st.integers(1, 50))
def test_nobody_leaves_during_a_pause_and_the_start_after_it_is_gentle(seconds: float, crowd: int) -> None:
    clock = Clock()
    pacer = Pacer(clock=clock)
    pacer.take()
    pacer.pause(seconds)
    turns = [clock.now + pacer.take() for _ in range(crowd)]
    assert turns[0] >= clock.now + seconds
    assert all(later - earlier >= 1.9 / PER_SECOND for earlier, later in pairwise(turns))


async def test_whoever_waits_already_waits_through_a_pause() -> None:
    pacer = Pacer(per_second=1000)
    await pacer.turn()
    pacer.pause(0.05)
    left = pacer.take()
    assert left > 0.04
    await pacer.turn()
    assert pacer._paused_for() <= 0
