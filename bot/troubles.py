"""How the operator learns of errors in the bot's background work."""

from __future__ import annotations

import math
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import DatabaseAwayError

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger(__name__)

# A little less than the time between two ticks.
AWAY_AGAIN_S = 14.0


class Troubles:
    """Called with each error. A database that is down isn't a fault and has its own alert: log it once per tick."""

    def __init__(self, report_fault: Callable[..., str], clock: Callable[[], float] = monotonic) -> None:
        self._report_fault = report_fault
        self._clock = clock
        self._said_at = -math.inf

    def __call__(self, cause: BaseException, **facts: object) -> str:
        """The reference of a fault; "" if it isn't one."""
        if not isinstance(cause, DatabaseAwayError):
            return self._report_fault(cause, **facts)
        now = self._clock()
        if now - self._said_at >= AWAY_AGAIN_S:
            self._said_at = now
            log.warning("the database is away", reason=str(cause), **facts)
        return ""
