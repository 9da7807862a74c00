"""Overlapping pauses, and the pace after them."""

from __future__ import annotations

import pytest

from bot.delivery.pacing import PER_SECOND, RECOVERY_S, SHORTEST_S, SLOWED, Pacer
from tests.delivery.test_pacing import Clock, leave

INTERVAL = 1 / PER_SECOND


def gap(pacer: Pacer, clock: Clock) -> float:
    """The time between two of many requests. The first comes early, by the tolerance for sleeps that are too long."""
    leave(pacer, clock)
    first = leave(pacer, clock)
    return leave(pacer, clock) - first


@pytest.mark.parametrize("seconds", [(10, 1), (1, 10)])
def test_of_two_pauses_the_later_end_counts(seconds: tuple[float, float]) -> None:
    clock = Clock()
    start = clock.now
    pacer = Pacer(clock=clock)
    for each in seconds:
        pacer.pause(each)
    assert leave(pacer, clock) >= start + 10 - SHORTEST_S
    # The slow start counts from that end, too.
    clock.now = start + 10 + RECOVERY_S - 1
    assert gap(pacer, clock) == pytest.approx(INTERVAL / SLOWED, abs=SHORTEST_S)


def test_some_seconds_after_a_pause_the_pace_is_normal() -> None:
    clock = Clock()
    pacer = Pacer(clock=clock)
    pacer.pause(1)
    clock.now += 1 + RECOVERY_S
    assert gap(pacer, clock) == pytest.approx(INTERVAL, abs=SHORTEST_S)
