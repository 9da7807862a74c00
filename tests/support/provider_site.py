"""A local server in place of a provider: it answers as told, well or badly, and notes what it was asked."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """`url` is its scheme and host. `asked` holds the paths with their queries, `headers` those of each request."""

    url: str = ""
    answer: Answer | None = None
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.raw_path)
        self.headers.append(dict(request.headers))
        assert self.answer, "the test did not say what to answer"
        return await self.answer(request)

    def says(self, body: bytes | str | dict[str, Any], kind: str = "application/json", status: int = 200) -> None:
        """Answer everything with this."""
        self.answer = saying(body, kind, status)

    async def never(self, _request: web.Request) -> web.StreamResponse:
        await self.closing.wait()
        return web.Response()


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    made = Site()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", made.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0)
    await server.start()
    host, port = runner.addresses[0][:2]
    made.url = f"http://{host}:{port}"
    yield made
    made.closing.set()
    await runner.cleanup()


def saying(
    body: bytes | str | dict[str, Any], kind: str = "application/json", status: int = 200, **headers: str
) -> Answer:
    data = json.dumps(body) if isinstance(body, dict) else body
    sent = data.encode() if isinstance(data, str) else data
    named = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=sent, status=status, headers=named)

    return answer


def moving(location: str, status: int = 302) -> Answer:
    return saying("", status=status, Location=location)


def endless(kind: str, size: int) -> Answer:
    """`size` bytes in chunks, without a word about how many there are."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(request)
        for _ in range(0, size, 2**16):
            await response.write(b" " * 2**16)
        return response

    return answer


def cut_off(kind: str, body: bytes) -> Answer:
    """Half of the body, then the connection breaks."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(body))})
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        assert request.transport
        request.transport.close()
        return response

    return answer


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.close()
    return web.Response()
