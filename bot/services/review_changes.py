"""A member's control over their own reviews: correcting and withdrawing one, as long as its week is being reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.duties import Fate
from bot.core.errors import ClubError, NoSuchLogError, NotNowError
from bot.core.pace import WINDOW, require_pace
from bot.core.weeks import WeekState
from bot.services.allocations import free_review
from bot.services.review_posts import show_change, take_back
from bot.services.review_turns import reviewable
from bot.services.review_writing import ReviewForm, ReviewKept, ReviewLost, ReviewSaved, checked_against, kept
from bot.services.week_turns import is_released
from bot.storage import clubs as club_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.reviews import Origin, ReviewDraft

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.reviews import ReviewText
    from bot.core.weeks import Week
    from bot.storage.reviews import Review

NO_SUCH_REVIEW = "There is no such review here. `/review mine` shows those that you wrote and received."
TOO_LATE = "That week is over, and its digest is out: its reviews stay as they are."


@dataclass(frozen=True, slots=True)
class Correction:
    """A form that corrects a review, as it was sent; `server_id` is the interaction's."""

    user_id: int
    interaction_id: int
    server_id: int | None
    token: str
    text: ReviewText


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The review as it was. `is_owed` where it is still its writer's turn; its text is the draft that opens then."""

    review: Review
    week: Week
    is_owed: bool


async def take_correction(
    connection: AsyncConnection, form: Correction, now: datetime
) -> ReviewSaved | ReviewKept | ReviewLost:
    """As `take_review`: what is refused is an answer, not an error, since the draft must be committed."""
    known = await review_rows.review_of_interaction(connection, form.interaction_id)
    if known and known.reviewer_id == form.user_id:
        return ReviewSaved(known, already=True)
    try:
        review = await own_review(connection, form.token, form.server_id, form.user_id)
    except NoSuchLogError as refusal:
        return ReviewLost(refusal)
    try:
        require_pace(await review_rows.review_forms_since(connection, form.user_id, now - WINDOW), now, "reviews")
        await _changeable(connection, review)
        target = await reviewable(connection, form.server_id, review.log_id, form.user_id)
        text, log_version = await checked_against(connection, form.text, target.log)
    except ClubError as refusal:
        typed = ReviewForm(form.user_id, form.interaction_id, form.server_id, review.log_id, form.text)
        return await kept(connection, typed, refusal, now)
    await review_rows.write_review(
        connection, review.id, text, log_version=log_version, interaction_id=form.interaction_id, now=now
    )
    await review_rows.change_review(connection, review.id, version=review.version + 1)
    await review_rows.delete_review_draft(connection, review.log_id, form.user_id)
    corrected = await review_rows.review_by_id(connection, review.id) or review
    return ReviewSaved(corrected, entry_key=await show_change(connection, target, corrected, now))


async def withdraw_review(
    connection: AsyncConnection, token: str, server_id: int | None, user_id: int, *, press_id: int, now: datetime
) -> Withdrawn:
    """Take a review back: its message says so. Raises NoSuchLogError, NotNowError.

    What was given to its writer is their turn again, with the text as a draft; what is free for all, or was taken of
    their own accord, is nobody's turn. A newer draft stays.
    """
    review = await own_review(connection, token, server_id, user_id)
    club, week = await _changeable(connection, review)
    if review.text and await review_rows.review_draft_on(connection, review.log_id, user_id) is None:
        draft = ReviewDraft(0, user_id, review.log_id, review.text, press_id, now)
        await review_rows.keep_review_draft(connection, draft)
    await take_back(connection, club, review, now)
    is_owed = review.origin is Origin.GIVEN and not is_released(week, now)
    if is_owed:
        await review_rows.reopen_review(connection, review.id)
    elif review.origin is Origin.GIVEN:
        await free_review(connection, review, Fate.RELEASED, now)
    else:
        await review_rows.delete_review(connection, review.id)
    return Withdrawn(review, week, is_owed)


async def own_review(connection: AsyncConnection, token: str, server_id: int | None, user_id: int) -> Review:
    """A review that the member wrote. Raises NoSuchLogError for another's, as for one that never was."""
    review = await review_rows.review_by_token(connection, token)
    if review is None or review.reviewer_id != user_id or review.server_id != server_id or not review.is_written:
        raise NoSuchLogError(NO_SUCH_REVIEW)
    return review


def may_change(week: Week) -> bool:
    """Whether its reviews may be corrected and withdrawn: until the digest, which quotes them."""
    return week.state is WeekState.REVIEWING


async def _changeable(connection: AsyncConnection, review: Review) -> tuple[Club, Week]:
    """Raises NotNowError."""
    week = await week_rows.week_by_id(connection, review.week_id)
    club = await club_rows.club_by_id(connection, review.club_id)
    if week is None or club is None or not may_change(week):
        raise NotNowError(TOO_LATE)
    return club, week
