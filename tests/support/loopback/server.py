"""The small Discord as an HTTP server: routes, gateway, faults and limits, and a record of the bot's requests."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.support import limits
from tests.support.discord_api import jsonable, load
from tests.support.loopback import (
    application,
    channels,
    interactions,
    messages,
    polls,
    refusals,
    scheduled_events,
    threads,
)
from tests.support.loopback.asking import Ask, Route, Routes
from tests.support.loopback.faults import FaultPlan
from tests.support.loopback.gateway import Gateway
from tests.support.loopback.world import World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tests.support.loopback.faults import Fault
    from tests.support.loopback.rate_limits import RateLimits

API = "/api/v10"
VIA = {"Via": "1.1 google"}
# discord.py sends it with a forum's post, although it is missing from the description.
UNDESCRIBED = {"use_nested_fields"}
UNREACHED = 444
ROUTES: Routes = (
    application.ROUTES
    | channels.ROUTES
    | interactions.ROUTES
    | messages.ROUTES
    | polls.ROUTES
    | scheduled_events.ROUTES
    | threads.ROUTES
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the bot and its status; 444 if Discord never received it. `at` is its arrival in seconds of
    `perf_counter`. The body is kept if requests are checked.
    """

    method: str
    route: str
    path: str
    body: Any
    status: int
    at: float


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Loopback:
    """Start it, point the bot at `url`, and look at `world`, `requests` and `violations` at any time.

    `on_kill` is called when a fault kills the bot; `sleep` waits for late answers. With `checks`, every request is
    checked against Discord's API description.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        checks: bool = True,
    ) -> None:
        self.world = World(now)
        self.gateway = Gateway(self.world)
        self.faults = FaultPlan()
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.limits: RateLimits | None = None
        self.on_kill: Callable[[], None] = lambda: None
        self.url = ""
        # While no request is being handled, Discord has nothing more to send to the bot.
        self.serving: set[asyncio.Task[Any] | None] = set()
        self._sleep = sleep
        self._checks = checks
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen; returns the API's address, such as http://127.0.0.1:1234/api/v10."""
        app = web.Application(client_max_size=1 << 26)
        for (method, route), handler in (ROUTES | self._own_routes()).items():
            app.router.add_route(method, API + route, self._serving(method, route, handler))
        app.router.add_get("/", self.gateway.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.gateway.url = f"ws://{address}/"
        self.url = f"http://{address}{API}"
        return self.url

    async def close(self) -> None:
        await self.gateway.close()
        for task in self.serving:
            if task:
                task.cancel()
        if self._runner:
            await self._runner.cleanup()

    def asked(self, method: str, route: str) -> list[Request]:
        return [request for request in self.requests if (request.method, request.route) == (method, route)]

    def _own_routes(self) -> Routes:
        return {
            ("GET", "/gateway"): lambda _ask: {"url": self.gateway.url},
            ("GET", "/gateway/bot"): lambda _ask: {
                "url": self.gateway.url,
                "shards": self.gateway.advised,
                "session_start_limit": self.gateway.starts,
            },
        }

    def _serving(self, method: str, route: str, handler: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            task = asyncio.current_task()
            self.serving.add(task)
            try:
                return await self._serve(request, method, route, handler)
            finally:
                self.serving.discard(task)

        return serve

    async def _serve(self, request: web.Request, method: str, route: str, handler: Route) -> web.Response:
        at = perf_counter()
        body = await _body_of(request)
        path = request.path.removeprefix(API)
        if self._checks:
            self._check(method, path, body, request.query)
        names = request.match_info
        limit, headers = self.limits.refusal_of(method, route, names) if self.limits else (None, {})
        fault = limit or self.faults.next_for(method, route)
        status, answer = UNREACHED, None
        if fault is None or fault.applies:
            ask = Ask(self.world, names, request.query, body, fault.after if fault else 0)
            status, answer = _answer(handler, ask, method)
        self.requests.append(Request(method, route, path, body if self._checks else None, status, at))
        if fault:
            return await self._spoil(request, fault, headers, status, answer)
        return self._response(status, answer, VIA | headers)

    async def _spoil(
        self, request: web.Request, fault: Fault, headers: dict[str, str], status: int, answer: Any
    ) -> web.Response:
        """What the bot receives instead of the answer."""
        if fault.kills:
            self.on_kill()
        if fault.delay:
            await self._sleep(fault.delay)
        if fault.cuts and request.transport:
            request.transport.abort()
        if fault.status:
            status, answer = fault.status, fault.body
        return self._response(status, answer, (VIA if fault.via else {}) | headers | dict(fault.headers))

    def _response(self, status: int, answer: Any, headers: dict[str, str]) -> web.Response:
        return _response(status, answer, self.world.date | headers)

    def _check(self, method: str, path: str, body: Any, query: Mapping[str, str]) -> None:
        api = load()
        plain = jsonable(body)
        if api:
            described = {name: value for name, value in query.items() if name not in UNDESCRIBED}
            self.violations += api.violations(method, path, plain, described)
        self.violations += [f"{method} {path}: {fault}" for fault in limits.violations(plain, path)]


async def _body_of(request: web.Request) -> Any:
    """The JSON, even if files come with it."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form["payload_json"]))
    text = await request.text()
    return json.loads(text) if text else None


def _answer(handler: Route, ask: Ask, method: str) -> tuple[int, Any]:
    try:
        answer = handler(ask)
    except refusals.Refusal as refusal:
        return refusal.status, refusal.body
    if answer is None:
        return 204, None
    opens_thread = method == "POST" and "thread_metadata" in answer
    return (201 if opens_thread else 200), answer


def _response(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    if answer is None or isinstance(answer, str):
        return web.Response(status=status, text=answer, headers=headers)
    # discord.py recognizes JSON only if the content type names no charset.
    return web.Response(
        status=status, body=json.dumps(answer).encode(), headers=headers, content_type="application/json"
    )
