"""Below discord.py: a request that must not be repeated leaves once, whatever comes back."""

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
class Line:
    """discord.py's own HTTP client on a server that fails as its path says."""

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
async def line(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    metrics = Metrics()
    watch = ResponseWatch(metrics, Pacer())
    line = Line(watch, metrics, HTTPClient(asyncio.get_running_loop(), http_trace=watch.trace))
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", line.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}")
    await line.http.static_login("a.b.c")
    yield line
    await line.http.close()
    await runner.cleanup()


@pytest.mark.parametrize("status", [500, 502, 504, 524])
async def test_an_unclear_answer_is_not_asked_for_twice(line: Line, status: int) -> None:
    with line.watch.once(), pytest.raises(UnclearAnswerError, match=str(status)):
        await line.http.request(Route("POST", f"/{status}"))
    assert line.seen == [f"/{status}"]


async def test_outside_of_it_discord_py_does_as_ever(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_wait(_seconds: float) -> None:
        return

    monkeypatch.setattr("discord.http.asyncio.sleep", no_wait)
    with pytest.raises(discord.DiscordServerError):
        await line.http.request(Route("POST", "/502"))
    assert line.seen == ["/502"] * 5


async def test_refusals_are_counted_by_their_status(line: Line) -> None:
    for status in (401, 403, 403, 404):
        with pytest.raises(discord.HTTPException):
            await line.http.request(Route("POST", f"/{status}"))
    samples = {
        sample.labels["status"]: sample.value
        for sample in next(iter(line.metrics.responses.collect())).samples
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
        ({"Retry-After": "3"}, 600),
    ],
)
def test_only_limits_on_the_whole_bot_pause_everything(headers: dict[str, str], seconds: float) -> None:
    assert pause_for_all(headers) == seconds
