"""The watch on the event loop."""

from __future__ import annotations

import asyncio
import time

from structlog.testing import capture_logs

from bot import loop_watch
from bot.loop_watch import LoopWatch
from bot.metrics import Metrics


async def test_a_blocked_loop_is_measured_and_reported() -> None:
    metrics = Metrics()
    watch = LoopWatch(metrics)
    await watch.start()
    with capture_logs() as logged:
        await asyncio.sleep(0)
        time.sleep(loop_watch.EVERY_S + loop_watch.WORTH_A_WARNING_S)  # noqa: ASYNC251 - blocking is what this test is about
        await asyncio.sleep(0.01)
    await watch.close()
    assert [(line["event"], line["log_level"]) for line in logged] == [("the event loop was blocked", "warning")]
    assert logged[0]["seconds"] >= loop_watch.WORTH_A_WARNING_S
    assert metrics.registry.get_sample_value("paperclub_loop_lag_seconds_count") == 1
    assert (metrics.registry.get_sample_value("paperclub_loop_lag_seconds_sum") or 0) >= loop_watch.WORTH_A_WARNING_S
