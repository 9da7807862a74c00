"""Taking a review in: what is kept as a draft, what is stored and posted. One transaction a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, NotInLogError, ReviewKeptError
from bot.core.pace import WINDOW, require_pace
from bot.core.reviews import checked
from bot.services.review_posts import post_review
from bot.services.review_turns import claimed, reviewable
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage.reviews import ReviewDraft

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.reviews import ReviewText
    from bot.storage.paper_logs import LogVersion, PaperLog
    from bot.storage.reviews import Review


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """A form as it was sent; `server_id` is the interaction's."""

    user_id: int
    interaction_id: int
    server_id: int | None
    log_id: int
    text: ReviewText


@dataclass(frozen=True, slots=True)
class ReviewSaved:
    """The review is stored and on its way. `already` for a form that came a second time.

    `entry_key` is that of the outbox entry which shows it to everybody.
    """

    review: Review
    already: bool = False
    entry_key: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewKept:
    """Refused, for `reason`, and kept as a draft. `nearest` is what may have been meant by a wrong quotation."""

    draft_id: int
    reason: str
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewLost:
    """Refused, and there is no log that the text could be kept for."""

    refusal: ClubError


def stored(result: ReviewSaved | ReviewKept | ReviewLost) -> ReviewSaved:
    """Raises ReviewKeptError, or what the review was refused with."""
    if isinstance(result, ReviewKept):
        raise ReviewKeptError(result.reason, result.draft_id, result.nearest)
    if isinstance(result, ReviewLost):
        raise result.refusal
    return result


async def take_review(
    connection: AsyncConnection, form: ReviewForm, now: datetime
) -> ReviewSaved | ReviewKept | ReviewLost:
    """A form, which may come twice. What is refused is an answer, not an error, since the draft must be committed."""
    known = await review_rows.review_of_interaction(connection, form.interaction_id)
    if known and known.reviewer_id == form.user_id:
        return ReviewSaved(known, already=True)
    try:
        require_pace(await review_rows.review_forms_since(connection, form.user_id, now - WINDOW), now, "reviews")
        target = await reviewable(connection, form.server_id, form.log_id, form.user_id)
        text, version = await checked_against(connection, form.text, target.log)
        review = await claimed(connection, target, form.user_id, now)
    except ClubError as refusal:
        return await kept(connection, form, refusal, now)
    await review_rows.write_review(
        connection, review.id, text, log_version=version, interaction_id=form.interaction_id, now=now
    )
    await review_rows.delete_review_draft(connection, target.log.id, form.user_id)
    written = await review_rows.review_by_id(connection, review.id) or review
    return ReviewSaved(written, entry_key=await post_review(connection, target, written, now))


async def checked_against(connection: AsyncConnection, text: ReviewText, log: PaperLog) -> tuple[ReviewText, int]:
    """The review with its quotation as the log has it, and the version that it quotes.

    An earlier version will do as well: the author may have changed the log while the form was open.
    """
    versions = (await log_rows.versions_of(connection, log.id))[::-1]
    for version in versions[1:]:
        if not _quotes(text, versions[0]) and _quotes(text, version):
            return checked(text, version.text), version.number
    return checked(text, log.text), log.version


def _quotes(text: ReviewText, version: LogVersion) -> bool:
    try:
        checked(text, version.text)
    except NotInLogError:
        return False
    return True


async def kept(
    connection: AsyncConnection, form: ReviewForm, refusal: ClubError, now: datetime
) -> ReviewKept | ReviewLost:
    log = await log_rows.log_by_id(connection, form.log_id)
    if log is None or log.server_id != form.server_id:
        return ReviewLost(refusal)
    draft = ReviewDraft(0, form.user_id, log.id, form.text, form.interaction_id, now)
    draft_id = await review_rows.keep_review_draft(connection, draft)
    nearest = refusal.nearest if isinstance(refusal, NotInLogError) else None
    return ReviewKept(draft_id, str(refusal), nearest)
