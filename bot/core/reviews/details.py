"""The details that outbox entries about reviews store."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.outbox.details import Details


@dataclass(frozen=True, slots=True)
class ReviewDetails(Details):
    """Which review and version the message shows. `version` is None in entries stored before reviews had versions.

    `withdrawn_by` is its writer once it is withdrawn: the review's row may be gone, and an erasure has to find what
    names them.
    """

    review_id: int
    log_id: int = 0
    version: int | None = None
    withdrawn_by: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawnDetails(Details):
    """An edit that shows that a review was withdrawn. It stores all it needs, because the review may be rewritten."""

    is_withdrawn: bool | None = None
    message_id: int = 0
    author_id: int = 0


@dataclass(frozen=True, slots=True)
class AssignmentsDetails(Details):
    """Whom a message about new reviews tells.

    These are the reviewers of a part, or members who were `given` one more review as [member, log id]. An open call
    names nobody. `is_anonymous` is set if reviewers are secret; then it addresses all `members` alike.
    """

    reviewers: list[int] | None = None
    given: list[list[int]] | None = None
    members: list[int] | None = None
    part: int | None = None
    is_open_call: bool | None = None
    is_anonymous: bool | None = None


@dataclass(frozen=True, slots=True)
class ReviewReminderDetails(Details):
    """Members with a review left to write, logs without a review, and who is asked for which: [member, log id]."""

    members: list[int] | None = None
    log_ids: list[int] | None = None
    asked: list[list[int]] | None = None
    part: int | None = None
    is_anonymous: bool | None = None
