"""What a schedule says: sessions, and the lines that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class SessionKind(StrEnum):
    """`BREAK`: no session was planned. `CANCELLED`: one was, and did not happen."""

    SESSION = "session"
    BREAK = "break"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ScheduledPaper:
    """A paper by its title as written. `url` is what the schedule links to.

    `key` is that of a paper of the catalog, if a file that we wrote names it.
    """

    title: str
    arxiv_id: str | None = None
    url: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class SessionLink:
    """A recording, slides, notes or anything else beside the papers; `what` is the link's own text."""

    what: str
    url: str


@dataclass(frozen=True, slots=True)
class Session:
    """One session. `line` counts from 1. `date` is None if the schedule has none that is certain.

    `topic` is the subject of a session without a paper, or the heading above its papers. `keys` are those of its papers
    in our catalog, if we wrote the file, and `club` is the token of the club whose own week it was.
    """

    line: int
    kind: SessionKind = SessionKind.SESSION
    date: date | None = None
    papers: tuple[ScheduledPaper, ...] = ()
    hosts: tuple[str, ...] = ()
    links: tuple[SessionLink, ...] = ()
    topic: str = ""
    keys: tuple[str, ...] = ()
    club: str = ""


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line that seems to belong to the schedule, but can't be read with certainty."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """What was understood of a file, and what was not, both in the file's order."""

    sessions: tuple[Session, ...]
    unread: tuple[UnreadLine, ...] = field(default=())


class ScheduleFault(StrEnum):
    """Why a file is no schedule at all."""

    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    LONG_LINE = "long_line"
    NO_SESSIONS = "no_sessions"
    BAD_CALENDAR = "bad_calendar"
    MISSING = "missing"
    TOO_COMPLEX = "too_complex"


class UnreadableScheduleError(Exception):
    """The file has no session that could be read."""

    def __init__(self, fault: ScheduleFault) -> None:
        super().__init__(fault)
        self.fault = fault
