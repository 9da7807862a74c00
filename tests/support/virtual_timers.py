"""SimCord's timers, adapted so that the machine's clock doesn't interfere with the time that a test moves.

A bot's timer also runs by the machine's clock, so that a short wait ends by itself. On a busy machine that goes wrong
in two ways; both are fixed here. A busy machine also gets more time for what SimCord waits for.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from functools import partialmethod
from typing import TYPE_CHECKING, Any

import pytest
from simcord import Env

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK_EVERY_S = 0.002
# The bot says "thinking" after 0.4 s. On a busy machine a command may take longer, and a week that passes far longer.
ENDS_BY_ITSELF_S = 0.3
SETTLES_WITHIN_S = 120.0


@contextmanager
def kept_apart_from_the_machines_clock() -> Iterator[None]:
    """For every virtual Discord started inside."""
    schedule_timer, advance_time = Env._schedule_timer, Env.advance_time

    def schedule(env: Env, record: Any, *facts: Any) -> None:
        """The test moves time to a long timer. By the machine's clock it would move the time in a slow test."""
        schedule_timer(env, record, *facts)
        if record.real_handle and record.when - env._virtual_time > ENDS_BY_ITSELF_S:
            record.real_handle.cancel()

    async def advance(env: Env, seconds: float) -> None:
        """A timer that has just run out must also move the time. Otherwise each would wait for the other."""
        under_way = env._real_advance_task
        if under_way and not under_way.done():
            await asyncio.wait([under_way], timeout=env.settle_timeout)
        await advance_time(env, seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Env, "__init__", partialmethod(Env.__init__, settle_timeout=SETTLES_WITHIN_S))
        patch.setattr(Env, "_schedule_timer", schedule)
        patch.setattr(Env, "advance_time", advance)
        # Each look for whether the bot is idle takes less than a millisecond, so they need not be 50 ms apart.
        defaults = Env._settle_internal.__kwdefaults__ or {}
        patch.setattr(Env._settle_internal, "__kwdefaults__", {**defaults, "idle": LOOK_EVERY_S})
        yield
