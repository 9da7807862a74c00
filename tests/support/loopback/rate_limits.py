"""Discord's rate limits for a bot, if they are switched on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.loopback.faults import Fault, limited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GLOBAL_EXEMPT = ("/interactions/", "/webhooks/")
MESSAGE_ROUTE = ("POST", "/channels/{channel}/messages")


@dataclass(slots=True)
class Window:
    """A fixed window: it opens with a request and accepts `limit` of them until it closes."""

    limit: int
    seconds: float
    closes_at: float = 0
    used: int = 0

    def take(self, now: float) -> float:
        """0 if the request fits, otherwise the seconds until the next window."""
        if now >= self.closes_at:
            self.closes_at, self.used = now + self.seconds, 0
        self.used += 1
        return self.closes_at - now if self.used > self.limit else 0


@dataclass
class RateLimits:
    """50 requests per second, and five messages in five seconds per channel. Interactions don't count. `calls` and
    `refused` count all other requests.
    """

    seconds: Callable[[], float]
    per_second: int = 50
    messages: int = 5
    per: float = 5
    calls: int = 0
    refused: int = 0
    _everything: Window = field(init=False)
    _channels: dict[str, Window] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._everything = Window(self.per_second, 1)

    def refusal_of(self, method: str, route: str, names: Mapping[str, str]) -> tuple[Fault | None, dict[str, str]]:
        """A 429 or None, and the headers with the route's limit."""
        if route.startswith(GLOBAL_EXEMPT):
            return None, {}
        now = self.seconds()
        self.calls += 1
        if wait := self._everything.take(now):
            self.refused += 1
            return limited(wait, "global"), {}
        if (method, route) != MESSAGE_ROUTE:
            return None, {}
        window = self._channels.setdefault(names["channel"], Window(self.messages, self.per))
        wait = window.take(now)
        self.refused += bool(wait)
        return (limited(wait) if wait else None), _headers(window, now)


def _headers(window: Window, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(window.limit),
        "X-RateLimit-Remaining": str(max(0, window.limit - window.used)),
        "X-RateLimit-Reset": f"{window.closes_at:.3f}",
        "X-RateLimit-Reset-After": f"{window.closes_at - now:.3f}",
        "X-RateLimit-Bucket": "messages",
    }
