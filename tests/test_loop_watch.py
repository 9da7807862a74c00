"""The watch on the event loop."""

from __future__ import annotations

import asyncio
from typing import Any

from structlog.testing import capture_logs

from bot import loop_watch
from bot.loop_watch import LoopWatch
from bot.metrics import Metrics
from tests.support.virtual_time import run_in_virtual_time


def test_a_blocked_loop_is_measured_and_reported() -> None:
    metrics = Metrics()

    async def block() -> None:
        loop: Any = asyncio.get_running_loop()
        watch = LoopWatch(metrics)
        await watch.start()
        await asyncio.sleep(0)
        loop._now += loop_watch.EVERY_S + loop_watch.WORTH_A_WARNING_S
        await asyncio.sleep(0.01)
        await watch.close()

    with capture_logs() as logged:
        run_in_virtual_time(block())
    assert [(line["event"], line["log_level"]) for line in logged] == [("the event loop was blocked", "warning")]
    assert logged[0]["seconds"] >= loop_watch.WORTH_A_WARNING_S
    assert metrics.registry.get_sample_value("paperclub_loop_lag_seconds_count") == 1
    assert (metrics.registry.get_sample_value("paperclub_loop_lag_seconds_sum") or 0) >= loop_watch.WORTH_A_WARNING_S
