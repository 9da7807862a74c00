"""A paper log as stored: its newest version, its club and week, and its state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.paper_logs.log_text import LogText


class LogState(StrEnum):
    """The states of a log. A withdrawn log is kept, is shown only to its author, and may be written again."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PaperLog:
    """A log with its newest version.

    Without a club, only its author sees it and it is posted nowhere. Without a week, it is about a paper outside the
    club's weeks. `channel_id` and `message_id` are None until it is posted. `server_id` is the club's. `written_at` is
    the time of the first version, `revised_at` of the newest.
    """

    id: int
    author_id: int
    paper_key: str
    club_id: int | None
    server_id: int | None
    week_id: int | None
    state: LogState
    is_late: bool
    version: int
    channel_id: int | None
    message_id: int | None
    written_at: datetime
    revised_at: datetime
    text: LogText

    @property
    def is_withdrawn(self) -> bool:
        return self.state is LogState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class LogVersion:
    """One version of a log. `number` counts from 1."""

    log_id: int
    number: int
    text: LogText
    written_at: datetime
