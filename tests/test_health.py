"""What an operator can ask the bot over HTTP."""

from __future__ import annotations

import aiohttp

from bot.health import HealthServer
from bot.metrics import Metrics


async def test_healthz_follows_readiness_and_metrics_speak_prometheus() -> None:
    trouble = "not connected to Discord"
    metrics = Metrics()
    metrics.interactions.labels("paper", "ok").inc()
    server = HealthServer("127.0.0.1", 0, lambda: trouble, metrics)
    port = await server.start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get("/healthz") as answer:
                assert (answer.status, await answer.json()) == (
                    503,
                    {"ready": False, "reason": "not connected to Discord"},
                )
            trouble = ""
            async with session.get("/healthz") as answer:
                assert (answer.status, await answer.json()) == (200, {"ready": True})
            async with session.get("/metrics") as answer:
                assert answer.status == 200
                page = await answer.text()
                assert 'paperclub_interactions_total{name="paper",outcome="ok"} 1.0' in page
            assert "paperclub_tasks 0.0" not in page
    finally:
        await server.close()
