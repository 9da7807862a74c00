"""A review as stored, from being assigned to being written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.review_text import ReviewText
    from bot.core.weeks.week import Week


class Origin(StrEnum):
    """How a member came to a review: it was assigned, when logs closed or later, or they took it up themselves."""

    GIVEN = "given"
    TAKEN = "taken"


class ReviewState(StrEnum):
    """The states of a review. Only an open one can be freed, which deletes it."""

    OPEN = "open"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Review:
    """`reviewer_id`'s assigned or written review of `author_id`'s log. Without `text` it is not written yet.

    `log_version` is the version that was reviewed, `server_id` the club's. `token` identifies the review where members
    see it, and `version` counts what its writer sent. `is_anonymous` means that only organizers and the writer may know
    who wrote it. `is_revision_told` is set once the writer of such a review knows that the log has changed since.
    """

    id: int
    log_id: int
    reviewer_id: int
    author_id: int
    week_id: int
    club_id: int
    server_id: int
    origin: Origin
    state: ReviewState
    assigned_at: datetime
    text: ReviewText | None
    log_version: int | None
    written_at: datetime | None
    is_helpful: bool
    message_id: int | None
    token: str = ""
    version: int = 1
    is_anonymous: bool = False
    is_revision_told: bool = False

    @property
    def is_written(self) -> bool:
        return self.state is ReviewState.WRITTEN


def review_to_come(log: PaperLog, reviewer_id: int, week: Week, now: datetime) -> Review:
    """Return the review as it would be if the member took up the log. Stores nothing."""
    return Review(
        id=0,
        log_id=log.id,
        reviewer_id=reviewer_id,
        author_id=log.author_id,
        week_id=week.id,
        club_id=week.club_id,
        server_id=log.server_id or 0,
        origin=Origin.TAKEN,
        state=ReviewState.OPEN,
        assigned_at=now,
        text=None,
        log_version=None,
        written_at=None,
        is_helpful=False,
        message_id=None,
    )


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many reviews a member wrote in a server, how many of them were found helpful, and how many they received."""

    written: int
    helpful: int
    received: int
