"""Checks this machine's clock against the time that Discord sends with each answer. Pure.

Every HTTP answer has a `Date` header. Between two answers, a counter of seconds that never goes back carries that time
forward. So a clock that jumps is noticed before the bot acts on it.
"""

from __future__ import annotations

import math
from collections import deque
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# NTP keeps clocks within a second. If the clock is off by more than this, members see posts and deadlines at wrong
# times.
LIMIT_S = 300.0
# A single wrong answer, such as a cached one, is outvoted by the others.
READINGS = 3
# After this long without an answer, the machine's counter of seconds may have drifted.
STALE_S = 3600.0
# While the clock is wrong, the bot asks Discord again after this long.
ASK_AGAIN_S = 60.0
UNITS = (("year", 31_557_600), ("day", 86_400), ("hour", 3600), ("minute", 60))


class ClockCheck:
    """Compares `now`, the machine's clock, with Discord's. `elapsed` gives seconds that never go back.

    The machine's clock is trusted until Discord has sent a time, and whenever Discord sends none.
    """

    def __init__(self, now: Callable[[], datetime], elapsed: Callable[[], float]) -> None:
        self._machine = now
        self._elapsed = elapsed
        self._offsets: deque[float] = deque(maxlen=READINGS)
        self._noted_at = -math.inf
        self._asked_at, self._asked_ahead = -math.inf, 0.0

    def note(self, told: datetime) -> None:
        """Record the time that Discord has just sent."""
        self._noted_at = self._elapsed()
        self._offsets.append(told.timestamp() - self._noted_at)

    @property
    def ahead_s(self) -> float:
        """The seconds by which the machine's clock is ahead of Discord's; negative if it is behind."""
        if not self._offsets:
            return 0.0
        return self._machine().timestamp() - self._discord()

    @property
    def is_wrong(self) -> bool:
        return abs(self.ahead_s) > LIMIT_S

    def now(self) -> datetime:
        """Return the time to store and plan with: the machine's, or Discord's if the machine's is wrong."""
        return datetime.fromtimestamp(self._discord(), UTC) if self.is_wrong else self._machine()

    def trouble(self) -> str:
        """What is wrong with the clock, in a few words; empty if nothing is."""
        ahead = self.ahead_s
        if abs(ahead) <= LIMIT_S:
            return ""
        return f"this machine's clock is {_spoken(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} Discord's"

    def should_ask(self) -> bool:
        """Whether to ask Discord for the time before acting on the clock.

        A machine that slept may not have counted the seconds. Only a new answer can show that its clock is right.
        """
        if not self._offsets:
            return False
        now, ahead = self._elapsed(), self.ahead_s
        if abs(ahead) <= LIMIT_S:
            return now - max(self._noted_at, self._asked_at) > STALE_S
        return now - self._asked_at > ASK_AGAIN_S or abs(ahead - self._asked_ahead) > LIMIT_S

    def note_asked(self) -> None:
        """Record that Discord was just asked, whatever it answered."""
        self._asked_at, self._asked_ahead = self._elapsed(), self.ahead_s

    def _discord(self) -> float:
        return self._elapsed() + median(self._offsets)


def time_told(headers: Mapping[str, str]) -> datetime | None:
    """Return when an answer was made, from its headers; None if they do not say so in a readable way.

    A cache along the way states in `Age` how many seconds it has kept the answer.
    """
    try:
        told = parsedate_to_datetime(headers["Date"])
        told = told if told.tzinfo else told.replace(tzinfo=UTC)
        return told.astimezone(UTC) + timedelta(seconds=int(headers.get("Age", "0")))
    except (KeyError, ValueError, OverflowError):
        return None


def _spoken(seconds: float) -> str:
    """Return a duration in words, such as `3 hours`."""
    name, size = next(((name, size) for name, size in UNITS if seconds >= size), UNITS[-1])
    count = round(seconds / size)
    return f"{count:,} {name}{'' if count == 1 else 's'}"
