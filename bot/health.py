"""`/healthz` and `/metrics` over HTTP, for operators."""

from __future__ import annotations

import asyncio
import errno
import os
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.metrics import Metrics


class ListenError(OSError):
    """The bot can't listen on the address; `str(error)` is one sentence that names the settings.

    `is_taken` is true if another program already listens there.
    """

    def __init__(self, address: str, error: OSError | UnicodeError) -> None:
        reason = "that is not a host name"
        if isinstance(error, OSError):
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror)
        super().__init__(
            f"HEALTH_HOST and HEALTH_PORT must be a free address to listen on, but {address} is not: {reason}."
        )
        self.is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE


class HealthServer:
    """Serves two pages, and the `routes` of others. Each request calls `trouble`, which says why the bot isn't ready,
    or returns "".
    """

    def __init__(
        self,
        host: str,
        port: int,
        trouble: Callable[[], str],
        metrics: Metrics,
        routes: Sequence[web.RouteDef] = (),
    ) -> None:
        self._routes = routes
        self._host, self._port = host, port
        self._trouble = trouble
        self._metrics = metrics
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen and return the port, which matters if `port` was 0.

        Raises ListenError if the port is taken or the host isn't this machine's.
        """
        app = web.Application()
        app.add_routes([web.get("/healthz", self._healthz), web.get("/metrics", self._metrics_page), *self._routes])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except (OSError, UnicodeError) as error:
            await self.close()
            raise ListenError(f"{self._host}:{self._port}", error) from None
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _healthz(self, _request: web.Request) -> web.Response:
        trouble = self._trouble()
        return web.json_response(
            {"ready": False, "reason": trouble} if trouble else {"ready": True}, status=503 if trouble else 200
        )

    async def _metrics_page(self, _request: web.Request) -> web.Response:
        self._metrics.tasks.set(len(asyncio.all_tasks()))
        return web.Response(
            body=generate_latest(self._metrics.registry),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )
