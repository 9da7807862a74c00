"""What goes wrong in what the bot does by itself, as its operator hears of it."""

from __future__ import annotations

import math
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from bot.storage.errors import DatabaseAwayError

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger(__name__)

# A little less than from one tick to the next.
AWAY_AGAIN_S = 14.0


class Troubles:
    """Called with each. That the database is away is no fault and has an alert of its own: a line a tick says so."""

    def __init__(self, report_fault: Callable[..., str], clock: Callable[[], float] = monotonic) -> None:
        self._report_fault = report_fault
        self._clock = clock
        self._said_at = -math.inf

    def __call__(self, cause: BaseException, **facts: object) -> str:
        """The reference of a fault; nothing where it is none."""
        if not isinstance(cause, DatabaseAwayError):
            return self._report_fault(cause, **facts)
        now = self._clock()
        if now - self._said_at >= AWAY_AGAIN_S:
            self._said_at = now
            log.warning("the database is away", reason=str(cause), **facts)
        return ""
