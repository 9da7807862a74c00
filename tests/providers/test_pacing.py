"""One request at a time and at its own pace, by a clock that the test moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.providers import arxiv
from bot.providers.fetching import ProviderClient
from bot.providers.pacing import FIRST_BREAK_S, LONGEST_ASKED_BREAK_S, LONGEST_BREAK_S, ProviderPace
from bot.providers.port import AwayError, WrongAnswerError
from tests.support.provider_site import moving

if TYPE_CHECKING:
    from bot.providers.fetching import ProviderSession
    from tests.support.provider_site import Site


@dataclass
class Clock:
    """Sleeping moves it."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def pace_of(clock: Clock, interval: float, wait: float = 5.0) -> ProviderPace:
    return ProviderPace(interval, clock=clock, sleep=clock.sleep, wait=wait)


async def test_arxiv_gets_one_request_in_three_seconds(clock: Clock) -> None:
    pace, starts, under_way = pace_of(clock, arxiv.INTERVAL_S), [], 0

    async def ask() -> None:
        nonlocal under_way
        async with pace.turn():
            starts.append(clock.now)
            under_way += 1
            await asyncio.sleep(0)
            assert under_way == 1
            under_way -= 1

    await asyncio.gather(*(ask() for _ in range(5)))
    assert starts == [1000, 1003, 1006, 1009, 1012]


async def test_a_redirect_needs_a_turn_too(clock: Clock, there: Site, session: ProviderSession) -> None:
    client = ProviderClient(session, there.url, pace_of(clock, arxiv.INTERVAL_S))
    there.answer = moving("/again")
    with pytest.raises(WrongAnswerError):
        await client.get("/x")
    assert clock.slept == [3, 3]
    there.says("{}")
    await client.get("/x")
    assert clock.slept == [3, 3, 3]


async def test_a_slow_answer_counts_as_waiting(clock: Clock) -> None:
    pace = pace_of(clock, 3)
    async with pace.turn():
        clock.now += 10
    async with pace.turn():
        pass
    assert clock.slept == []


async def test_a_break_is_longer_each_time_until_an_answer_comes(clock: Clock) -> None:
    pace = pace_of(clock, 0)
    breaks = [pace.leave_alone() for _ in range(20)]
    assert breaks[:4] == [FIRST_BREAK_S * factor for factor in (1, 2, 4, 8)]
    assert breaks[-1] == LONGEST_BREAK_S
    pace.answered()
    assert pace.leave_alone() == FIRST_BREAK_S


async def test_what_a_provider_asks_for_is_kept_within_bounds(clock: Clock) -> None:
    pace = pace_of(clock, 0)
    assert [pace.leave_alone(asked) for asked in (-5, 0, 90, 10**9)] == [1, 1, 90, LONGEST_ASKED_BREAK_S]


async def test_a_short_break_does_not_shorten_a_long_one(clock: Clock) -> None:
    pace = pace_of(clock, 0)
    pace.leave_alone(300)
    pace.leave_alone(10)
    clock.now += 200
    with pytest.raises(AwayError) as away:
        async with pace.turn():
            pass
    assert away.value.again_in == 100
    clock.now += 100
    async with pace.turn():
        pass


async def test_those_in_line_are_sent_away_with_the_first(clock: Clock) -> None:
    pace, outcomes = pace_of(clock, 0), []

    async def ask() -> None:
        try:
            async with pace.turn():
                await asyncio.sleep(0)
                pace.leave_alone(60)
                outcomes.append("asked")
        except AwayError as error:
            outcomes.append(error.reason)

    await asyncio.gather(*(ask() for _ in range(3)))
    assert outcomes == ["asked", "on a break", "on a break"]


async def test_nobody_waits_long_for_a_turn(clock: Clock) -> None:
    pace = pace_of(clock, 0, wait=0.01)
    async with pace.turn():
        with pytest.raises(AwayError, match="busy"):
            async with pace.turn():
                pass
    async with pace.turn():
        pass


async def test_a_turn_that_is_given_up_is_free_again(clock: Clock) -> None:
    pace, never = pace_of(clock, 0), asyncio.Event()

    async def ask() -> None:
        async with pace.turn():
            await never.wait()

    asking = asyncio.create_task(ask())
    waiting = asyncio.create_task(ask())
    await asyncio.sleep(0)
    waiting.cancel()
    asking.cancel()
    await asyncio.gather(asking, waiting, return_exceptions=True)
    async with pace.turn():
        pass
