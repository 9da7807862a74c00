"""Whether this machine's clock is right, by the time that Discord gives with each answer. Pure.

Every answer over HTTP has a `Date`. Between two answers, seconds that never go back carry it on, so that a clock which
jumps is noticed before anything is done by it.
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

# NTP keeps clocks within a second. By more than this, posts and deadlines would be wrong for members.
LIMIT_S = 300.0
# One answer with a wrong time, such as a stored one, is outvoted by the others.
READINGS = 3
# Without an answer for so long, the machine's own seconds may have drifted.
STALE_S = 3600.0
# While the clock is wrong, Discord is asked again after so long.
ASK_AGAIN_S = 60.0
UNITS = (("year", 31_557_600), ("day", 86_400), ("hour", 3600), ("minute", 60))


class ClockCheck:
    """Compares `now`, the machine's clock, with Discord's. `elapsed` gives seconds that never go back.

    Until Discord has told a time, and where it tells none, the machine's clock is believed.
    """

    def __init__(self, now: Callable[[], datetime], elapsed: Callable[[], float]) -> None:
        self._machine = now
        self._elapsed = elapsed
        self._offsets: deque[float] = deque(maxlen=READINGS)
        self._noted_at = -math.inf
        self._asked_at, self._asked_ahead = -math.inf, 0.0

    def note(self, told: datetime) -> None:
        """Discord said just now that it is this time."""
        self._noted_at = self._elapsed()
        self._offsets.append(told.timestamp() - self._noted_at)

    @property
    def ahead_s(self) -> float:
        """By how many seconds the machine's clock is ahead of Discord's; negative where it is behind."""
        if not self._offsets:
            return 0.0
        return self._machine().timestamp() - self._discord()

    @property
    def is_wrong(self) -> bool:
        return abs(self.ahead_s) > LIMIT_S

    def now(self) -> datetime:
        """The time to store and to plan by: the machine's, or Discord's where the machine's is wrong."""
        return datetime.fromtimestamp(self._discord(), UTC) if self.is_wrong else self._machine()

    def trouble(self) -> str:
        """What is wrong with the clock, in a few words; nothing where it is right."""
        ahead = self.ahead_s
        if abs(ahead) <= LIMIT_S:
            return ""
        return f"this machine's clock is {_spoken(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} Discord's"

    def should_ask(self) -> bool:
        """Whether Discord should be asked for the time before anything is done by the clock.

        A machine that slept may have counted no seconds meanwhile: only a new answer tells that its clock is right.
        """
        if not self._offsets:
            return False
        now, ahead = self._elapsed(), self.ahead_s
        if abs(ahead) <= LIMIT_S:
            return now - max(self._noted_at, self._asked_at) > STALE_S
        return now - self._asked_at > ASK_AGAIN_S or abs(ahead - self._asked_ahead) > LIMIT_S

    def note_asked(self) -> None:
        """Discord was asked just now, whatever came of it."""
        self._asked_at, self._asked_ahead = self._elapsed(), self.ahead_s

    def _discord(self) -> float:
        return self._elapsed() + median(self._offsets)


def time_told(headers: Mapping[str, str]) -> datetime | None:
    """When an answer was made, by its headers; None where they do not say so in a way that can be read.

    A cache on the way says in `Age` how many seconds it has kept the answer.
    """
    try:
        told = parsedate_to_datetime(headers["Date"])
        told = told if told.tzinfo else told.replace(tzinfo=UTC)
        return told.astimezone(UTC) + timedelta(seconds=int(headers.get("Age", "0")))
    except (KeyError, ValueError, OverflowError):
        return None


def _spoken(seconds: float) -> str:
    """Such as `3 hours`."""
    name, size = next(((name, size) for name, size in UNITS if seconds >= size), UNITS[-1])
    count = round(seconds / size)
    return f"{count:,} {name}{'' if count == 1 else 's'}"
