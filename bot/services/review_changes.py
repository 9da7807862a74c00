"""A member's control over their own reviews: correcting and withdrawing one, as long as its week is being reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.duties import Fate
from bot.core.errors import ClubError, NoSuchLogError, NotNowError
from bot.core.pace import WINDOW, require_pace
from bot.core.reviews import asks_little
from bot.core.weeks import WeekState
from bot.services.allocations import free_review
from bot.services.review_posts import show_change, take_back
from bot.services.review_turns import reviewable
from bot.services.review_writing import (
    NO_SUCH_DRAFT,
    ReviewForm,
    ReviewLost,
    ReviewSaved,
    checked_against,
    hold_back,
    kept,
    noticed,
    take_review,
)
from bot.services.sight import seen_log
from bot.services.week_turns import is_released
from bot.storage import clubs as club_rows
from bot.storage import review_drafts as draft_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.review_drafts import ReviewDraft
from bot.storage.reviews import Origin

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.reviews import ReviewText
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.services.review_writing import Taken
    from bot.storage.reviews import Review

NO_SUCH_REVIEW = "There is no such review here. `/review mine` shows those that you wrote and received."
TOO_LATE = "That week is over, and its digest is out: its reviews stay as they are."


@dataclass(frozen=True, slots=True)
class Correction:
    """A form that corrects a review, as its viewer sent it; `filled_from` is what had brought a later draft in it."""

    viewer: Viewer
    interaction_id: int
    token: str
    text: ReviewText
    filled_from: int | None = None
    hold: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Accepting:
    """A viewer's press on *Post anyway*: the draft that the interaction `brought`."""

    viewer: Viewer
    draft_id: int
    brought: int
    hold: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The review as it was. `is_owed` where it is still its writer's turn; its text is the draft that opens then."""

    review: Review
    week: Week
    is_owed: bool


async def take_correction(
    connection: AsyncConnection, form: Correction, now: datetime, *, anyway: bool = False
) -> Taken:
    """As `take_review`: what is refused is an answer, not an error, since the draft must be committed."""
    user_id = form.viewer.user_id
    known = await review_rows.review_of_interaction(connection, form.interaction_id)
    if known and known.reviewer_id == user_id and await seen_log(connection, form.viewer, known.log_id):
        return ReviewSaved(known, already=True)
    try:
        review = await own_review(connection, form.token, form.viewer)
    except NoSuchLogError as refusal:
        return ReviewLost(refusal)
    typed = ReviewForm(form.viewer, form.interaction_id, review.log_id, form.text, form.filled_from)
    try:
        if not anyway:
            require_pace(await draft_rows.review_forms_since(connection, user_id, now - WINDOW), now, "reviews")
        await _changeable(connection, review)
        target = await reviewable(connection, form.viewer, review.log_id)
        text, log_version = await checked_against(connection, form.text, target.log)
    except ClubError as refusal:
        return await kept(connection, typed, refusal, now)
    if not anyway and asks_little(text):
        return await noticed(connection, typed, now)
    await review_rows.write_review(
        connection, review.id, text, log_version=log_version, interaction_id=form.interaction_id, now=now
    )
    await review_rows.change_review(connection, review.id, version=review.version + 1)
    brought_by = (form.filled_from, form.interaction_id)
    await draft_rows.delete_review_draft(connection, review.log_id, user_id, brought_by)
    corrected = await review_rows.review_by_id(connection, review.id) or review
    key = await show_change(connection, target, corrected, now)
    await hold_back(connection, key, form.hold, now)
    return ReviewSaved(corrected, entry_key=key)


async def accept_review(connection: AsyncConnection, press: Accepting, now: datetime) -> Taken:
    """Post a draft as it is, also when pressed twice: as a new review, or as a correction. Raises NoSuchLogError."""
    user_id = press.viewer.user_id
    known = await review_rows.review_of_interaction(connection, press.brought)
    if known and known.reviewer_id == user_id:
        return ReviewSaved(known, already=True)
    draft = await draft_rows.review_draft_by_id(connection, press.draft_id)
    if draft is None or draft.reviewer_id != user_id:
        raise NoSuchLogError(NO_SUCH_DRAFT)
    brought = draft.interaction_id
    if posted := await correctable(connection, press.viewer, draft.log_id):
        correction = Correction(press.viewer, brought, posted.token, draft.text, brought, press.hold)
        return await take_correction(connection, correction, now, anyway=True)
    form = ReviewForm(press.viewer, brought, draft.log_id, draft.text, brought, press.hold)
    return await take_review(connection, form, now, anyway=True)


async def withdraw_review(
    connection: AsyncConnection, token: str, viewer: Viewer, *, press_id: int, now: datetime
) -> Withdrawn:
    """Take a review back: its message says so. Raises NoSuchLogError, NotNowError.

    What was given to its writer is their turn again, with the text as a draft; what is free for all, or was taken of
    their own accord, is nobody's turn. A newer draft stays.
    """
    review, user_id = await own_review(connection, token, viewer), viewer.user_id
    club, week = await _changeable(connection, review)
    if review.text and await draft_rows.review_draft_on(connection, review.log_id, user_id) is None:
        draft = ReviewDraft(0, user_id, review.log_id, review.text, press_id, now)
        await draft_rows.keep_review_draft(connection, draft, None)
    await take_back(connection, club, review, now)
    is_owed = review.origin is Origin.GIVEN and not is_released(week, now)
    if is_owed:
        await review_rows.reopen_review(connection, review.id)
    elif review.origin is Origin.GIVEN:
        await free_review(connection, review, Fate.RELEASED, now)
    else:
        await review_rows.delete_review(connection, review.id)
    return Withdrawn(review, week, is_owed)


async def own_review(connection: AsyncConnection, token: str, viewer: Viewer) -> Review:
    """A review that the viewer wrote. Raises NoSuchLogError for another's, as for one that never was."""
    review = await review_rows.review_by_token(connection, token)
    is_own = review is not None and review.reviewer_id == viewer.user_id and review.server_id == viewer.server_id
    if review is None or not is_own or not review.is_written or not await seen_log(connection, viewer, review.log_id):
        raise NoSuchLogError(NO_SUCH_REVIEW)
    return review


async def correctable(connection: AsyncConnection, viewer: Viewer, log_id: int) -> Review | None:
    """The viewer's written review of the log, where it may still be corrected."""
    review = await review_rows.review_of(connection, log_id, viewer.user_id)
    if review is None or not review.is_written or not await seen_log(connection, viewer, log_id):
        return None
    week = await week_rows.week_by_id(connection, review.week_id)
    return review if week and may_change(week) else None


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
