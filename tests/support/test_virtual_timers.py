"""Timers that run out at the same moment by the machine's clock don't block the time that a test moves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cogs.ui.replies import DEFER_AFTER_S, FORMS_DEFER_AFTER_S
from tests.support.virtual_timers import SETTLES_WITHIN_S

if TYPE_CHECKING:
    from simcord import Env

SHORT_S, LONG_S = 0.05, 60


def sleeping_bot(env: Env, seconds: float) -> asyncio.Task[None]:
    with env._bot_scope():
        return asyncio.get_running_loop().create_task(asyncio.sleep(seconds))


async def test_time_moves_on_while_a_timer_runs_out(simcord_env: Env) -> None:
    sleeping = sleeping_bot(simcord_env, SHORT_S)
    while simcord_env._real_advance_task is None:  # noqa: ASYNC110 - the moment at which each would wait for the other
        await asyncio.sleep(0)
    assert not simcord_env._real_advance_task.done()
    await simcord_env.advance_time(1)
    assert sleeping.done()


@pytest.mark.parametrize("seconds", [FORMS_DEFER_AFTER_S, DEFER_AFTER_S, LONG_S])
async def test_a_long_timer_waits_for_the_test(simcord_env: Env, seconds: float) -> None:
    """On a slow machine, no answer is deferred unless the test wants that."""
    sleeping = sleeping_bot(simcord_env, seconds)
    await simcord_env.settle()
    by_the_machine = [record.real_handle for record in simcord_env._work.callbacks if record.real_handle]
    assert all(handle.cancelled() for handle in by_the_machine)
    await simcord_env.advance_time(seconds + 1)
    assert sleeping.done()


def test_a_slow_machine_gets_time(simcord_env: Env) -> None:
    assert simcord_env.settle_timeout == SETTLES_WITHIN_S
