"""Refusals about editing a syllabus. Their sentences are in `locales/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError

if TYPE_CHECKING:
    from bot.core.errors import Code


@dataclass(eq=False)
class UnknownTrackError(ClubError):
    """No track has this name. `tracks` are the ones that exist."""

    tracks: tuple[Code, ...]


@dataclass(eq=False)
class PaperPeriodsError(ClubError):
    least: int
    most: int
    value: int


@dataclass(eq=False)
class PathWeeksError(ClubError):
    """The number of weeks is outside the allowed range."""

    least: int
    most: int
    given: int


@dataclass(eq=False)
class QueuedAlreadyError(ClubError):
    """The paper is already queued. `position` counts from 1."""

    paper: str
    position: int


@dataclass(eq=False)
class NotQueuedError(ClubError):
    paper: str


@dataclass(eq=False)
class SyllabusTooLongError(ClubError):
    weeks: int
    most: int


@dataclass(eq=False)
class PositionBeforeFirstError(ClubError):
    pass
