"""Watch Discord's responses below discord.py: count refusals, and prevent retries that would post twice.

discord.py retries a request by itself after 500, 502, 504 and 524. That is safe for a message with a nonce, but a forum
post has none and would be made twice.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import aiohttp

from bot.core.calendar.clock_check import time_told
from bot.delivery.refusals import WALL_PAUSE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from types import SimpleNamespace

    from bot.delivery.pacing import Pace
    from bot.metrics import Metrics

REFUSED, TOO_MANY, SERVER_FAULT = 400, 429, 500


class UnclearAnswerError(Exception):
    """Discord failed in the middle: the request may or may not have succeeded."""


class SilencedError(Exception):
    """Nothing was sent: another process may have this one's shards by now, or the clock is wrong.

    The bot looks for the message before it tries again.
    """


_once: ContextVar[bool] = ContextVar("once", default=False)


class ResponseWatch:
    """A trace for discord.py's `http_trace`. A rate limit on the whole bot slows all of its own requests.

    `hindrance` is called at the last moment before a message is sent; it says why it must not be. `note_time` receives
    Discord's time.
    """

    def __init__(
        self,
        metrics: Metrics,
        pacer: Pace,
        hindrance: Callable[[], str] = lambda: "",
        note_time: Callable[[datetime], object] = lambda _told: None,
    ) -> None:
        self._metrics = metrics
        self._pacer = pacer
        self._hindrance = hindrance
        self._note_time = note_time
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._leaving)
        self.trace.on_request_end.append(self._answered)
        self.trace.on_request_exception.append(self._broken)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Requests in this context are sent once; an unclear answer raises UnclearAnswerError."""
        token = _once.set(True)
        try:
            yield
        finally:
            _once.reset(token)

    async def _leaving(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, _request: aiohttp.TraceRequestStartParams
    ) -> None:
        if _once.get():
            self._look_once_more()

    def _look_once_more(self) -> None:
        """Check at the last moment: discord.py may have waited long, and the process may have been paused."""
        if reason := self._hindrance():
            raise SilencedError(f"not sent: {reason}")

    async def _answered(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        status = answer.response.status
        if told := time_told(answer.response.headers):
            self._note_time(told)
        if REFUSED <= status < SERVER_FAULT:
            self._metrics.responses.labels(str(status)).inc()
        if status == TOO_MANY and (seconds := pause_for_all(answer.response.headers)):
            self._pacer.pause(seconds)
        if status >= SERVER_FAULT and _once.get():
            raise UnclearAnswerError(f"Discord answered {status}")

    async def _broken(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, broken: aiohttp.TraceRequestExceptionParams
    ) -> None:
        if _once.get() and isinstance(broken.exception, OSError):
            raise UnclearAnswerError(str(broken.exception)) from broken.exception


def pause_for_all(headers: Mapping[str, str]) -> float:
    """Seconds for which a 429 limits the whole bot; 0 if it limits one route, for which discord.py waits."""
    if "Via" not in headers:
        return WALL_PAUSE_S
    is_global = headers.get("X-RateLimit-Global") == "true" or headers.get("X-RateLimit-Scope") == "global"
    return float(headers.get("Retry-After", 1)) if is_global else 0
