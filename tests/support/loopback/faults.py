"""What may go wrong with a request: whether Discord acts on it, and what the bot receives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

CREATE_MESSAGE = ("POST", "/channels/{channel}/messages")
READ_HISTORY = ("GET", "/channels/{channel}/messages")
EDIT_MESSAGE = ("PATCH", "/channels/{channel}/messages/{message}")
END_POLL = ("POST", "/channels/{channel}/polls/{message}/expire")
OPEN_THREAD = ("POST", "/channels/{channel}/messages/{message}/threads")
CREATE_FORUM_POST = ("POST", "/channels/{channel}/threads")
ACTIVE_THREADS = ("GET", "/guilds/{guild}/threads/active")
ARCHIVED_THREADS = ("GET", "/channels/{channel}/threads/archived/public")

CREATE_EVENT = ("POST", "/guilds/{guild}/scheduled-events")
CHANGE_EVENT = ("PATCH", "/guilds/{guild}/scheduled-events/{event}")

CLOUDFLARE_PAGE = "<html><body>error code: 1015</body></html>"


@dataclass(frozen=True, slots=True)
class Target:
    """The `nth` request of a kind (1 for the first after the fault was planned), and this many `times` from there."""

    method: str
    route: str
    nth: int = 1
    times: int = 1

    def __str__(self) -> str:
        return f"{self.method} {self.route} #{self.nth}"


@dataclass(frozen=True, slots=True)
class Fault:
    """`applies`: Discord does what was asked. `cuts`: the connection is reset instead of an answer. `kills`: the bot's
    process dies then. `after`: what was created becomes visible this many seconds later. `delay`: the answer takes this
    many seconds. A `status` replaces the answer's; `body` and `headers` belong to it.
    """

    name: str
    applies: bool = True
    cuts: bool = False
    kills: bool = False
    after: float = 0
    delay: float = 0
    status: int = 0
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    via: bool = True

    def __str__(self) -> str:
        return self.name


def lost() -> Fault:
    return Fault("request lost", applies=False, cuts=True)


def unanswered() -> Fault:
    return Fault("applied, unanswered", cuts=True)


def killed_before() -> Fault:
    return Fault("killed, not applied", applies=False, cuts=True, kills=True)


def killed_after() -> Fault:
    return Fault("killed, applied", cuts=True, kills=True)


def failed(status: int, *, applies: bool) -> Fault:
    """A gateway's 502 or 504: it doesn't know whether Discord did it."""
    return Fault(f"{status}, {'applied' if applies else 'not applied'}", applies=applies, status=status, body="")


def late(seconds: float) -> Fault:
    return Fault(f"answered {seconds:g} s late", delay=seconds)


def appears_late(seconds: float, status: int = 504) -> Fault:
    return Fault(f"{status}, appears {seconds:g} s later", status=status, body="", after=seconds)


def limited(seconds: float, scope: str = "user") -> Fault:
    """429 of a route (`user`), of everything (`global`) or of a shared resource (`shared`)."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": scope == "global"}
    headers = [("Retry-After", str(int(seconds) + 1)), ("X-RateLimit-Scope", scope)]
    if scope == "global":
        headers.append(("X-RateLimit-Global", "true"))
    return Fault(f"429 {scope}", applies=False, status=429, body=body, headers=tuple(headers))


def limited_in_front() -> Fault:
    """429 from the proxy in front of Discord, which sends neither `Via` nor JSON."""
    return Fault("429 without Via", applies=False, status=429, body=CLOUDFLARE_PAGE, via=False)


def refused(status: int, code: int, message: str = "refused") -> Fault:
    return Fault(f"{status} {code}", applies=False, status=status, body={"code": code, "message": message})


class FaultPlan:
    """The faults to come. Each happens at its target and is recorded in `happened`."""

    def __init__(self) -> None:
        self._planned: list[tuple[Target, Fault]] = []
        self._seen: Counter[int] = Counter()
        self.happened: list[tuple[Target, Fault]] = []

    def plan(self, target: Target, fault: Fault) -> None:
        self._planned.append((target, fault))

    def clear(self) -> None:
        self._planned.clear()
        self._seen.clear()

    def next_for(self, method: str, route: str) -> Fault | None:
        """The fault of the request that has just arrived. Of two, the one planned first happens."""
        found = None
        for number, (target, fault) in enumerate(self._planned):
            if (target.method, target.route) != (method, route):
                continue
            self._seen[number] += 1
            if found is None and target.nth <= self._seen[number] < target.nth + target.times:
                self.happened.append((target, fault))
                found = fault
        return found
