"""Refusals about weeks. Their sentences are in `locales/`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import ClubError, NotNowError


@dataclass(eq=False)
class NoSuchWeekError(ClubError):
    """The week belongs to no club that the member can see in this server, or there is none."""


@dataclass(eq=False)
class WeekOverError(NotNowError):
    pass


@dataclass(eq=False)
class NoWeekPlannedError(NotNowError):
    """The club is paused."""


@dataclass(eq=False)
class EveryPaperReadError(NotNowError):
    """Every paper has been read, so none is left for another week."""


@dataclass(eq=False)
class DecidedMeanwhileError(NotNowError):
    """The slot to confirm is no longer the next one."""


@dataclass(eq=False)
class NoSkipAheadError(NotNowError):
    """No future slot was skipped by hand."""


@dataclass(eq=False)
class NothingToCloseError(NotNowError):
    """No week has open `what`, which is `logs` or `reviews`.

    `number` is the number of the week that was meant, if it belongs to one of the club's weeks.
    """

    what: str
    number: int | None


@dataclass(eq=False)
class PostOnItsWayError(NotNowError):
    number: int | None
