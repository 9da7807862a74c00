"""Below discord.py: a request that must not be repeated is sent once, whatever the response."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord
import pytest
from aiohttp import web
from discord.http import HTTPClient, Route

from bot.delivery.pacing import Pacer
from bot.delivery.responses import ResponseWatch, UnclearAnswerError, pause_for_all
from bot.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass
class FailingServerClient:
    """discord.py's own HTTP client, on a server that fails as its path says."""

    watch: ResponseWatch
    metrics: Metrics
    http: HTTPClient
    seen: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response({"id": "1"})
        self.seen.append(request.path)
        if request.path == "/cut":
            assert request.transport
            request.transport.abort()
        return web.json_response({"message": "no"}, status=int(request.path[1:]), headers={"Via": "1.1 google"})


@pytest.fixture
async def client(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FailingServerClient]:
    metrics = Metrics()
    watch = ResponseWatch(metrics, Pacer())
    client = FailingServerClient(watch, metrics, HTTPClient(asyncio.get_running_loop(), http_trace=watch.trace))
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", client.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}")
    await client.http.static_login("a.b.c")
    yield client
    await client.http.close()
    await runner.cleanup()


@pytest.mark.parametrize("status", [500, 502, 504, 524])
async def test_an_unclear_answer_is_not_retried(client: FailingServerClient, status: int) -> None:
    with client.watch.once(), pytest.raises(UnclearAnswerError, match=str(status)):
        await client.http.request(Route("POST", f"/{status}"))
    assert client.seen == [f"/{status}"]


async def test_other_requests_are_retried_by_discord_py(
    client: FailingServerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_wait(_seconds: float) -> None:
        return

    monkeypatch.setattr("discord.http.asyncio.sleep", no_wait)
    with pytest.raises(discord.DiscordServerError):
        await client.http.request(Route("POST", "/502"))
    assert client.seen == ["/502"] * 5


async def test_refusals_are_counted_by_status(client: FailingServerClient) -> None:
    for status in (401, 403, 403, 404):
        with pytest.raises(discord.HTTPException):
            await client.http.request(Route("POST", f"/{status}"))
    samples = {
        sample.labels["status"]: sample.value
        for sample in next(iter(client.metrics.responses.collect())).samples
        if sample.name.endswith("_total")
    }
    assert {status: count for status, count in samples.items() if count} == {"401": 1, "403": 2, "404": 1}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Via": "1.1 google", "Retry-After": "3"}, 0),
        ({"Via": "1.1 google", "Retry-After": "3", "X-RateLimit-Scope": "shared"}, 0),
        ({"Via": "1.1 google", "Retry-After": "3", "X-RateLimit-Scope": "global"}, 3),
        ({"Via": "1.1 google", "Retry-After": "3", "X-RateLimit-Global": "true"}, 3),
        ({"Via": "1.1 google", "X-RateLimit-Global": "true"}, 1),
        ({"Retry-After": "3"}, 600),
    ],
)
def test_only_global_limits_pause_everything(headers: dict[str, str], seconds: float) -> None:
    assert pause_for_all(headers) == seconds
