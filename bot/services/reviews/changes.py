"""Members correct and withdraw their own reviews, while the week is in review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, NoSuchLogError, NotNowError
from bot.core.pace import WINDOW, require_pace
from bot.core.reviews.draft import ReviewDraft
from bot.core.reviews.duties import DutyFate
from bot.core.reviews.review import Origin
from bot.core.reviews.review_text import asks_little
from bot.core.weeks.week import WeekState
from bot.services.reviews.allocations import free_review
from bot.services.reviews.assignments import reviewable
from bot.services.reviews.posts import show_change, take_back
from bot.services.reviews.writing import (
    NoSuchReviewDraftError,
    ReviewForm,
    ReviewLost,
    ReviewSaved,
    checked_against,
    hold_back,
    kept,
    noticed,
    require_sentence,
    take_review,
    with_sentence,
)
from bot.services.visibility import seen_log
from bot.services.weeks.assignments import is_released
from bot.storage.clubs import rows as club_rows
from bot.storage.reviews import drafts as draft_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.reviews.picked_sentence import PickedSentence
    from bot.core.reviews.review import Review
    from bot.core.reviews.review_text import ReviewText
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.services.reviews.writing import Taken
    from bot.storage.connections import AsyncConnection


@dataclass(eq=False)
class NoSuchReviewError(NoSuchLogError):
    """The viewer neither wrote nor received such a review."""


@dataclass(eq=False)
class ReviewsOfWeekOverError(NotNowError):
    """The week's digest, which quotes its reviews, is already out."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A form that corrects a review, as its viewer sent it; `filled_from` is the interaction that brought a later
    draft.
    """

    viewer: Viewer
    interaction_id: int
    token: str
    text: ReviewText
    filled_from: int | None = None
    hold: timedelta = timedelta(0)
    picked: PickedSentence | None = None


@dataclass(frozen=True, slots=True)
class AcceptedDraft:
    """A viewer's press on *Post anyway*: for the draft that the interaction `brought`."""

    viewer: Viewer
    draft_id: int
    brought: int
    hold: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class WithdrawnReview:
    """The review before. `is_owed` if its writer still has to write it; then its text is the draft that the form opens
    with.
    """

    review: Review
    week: Week
    is_owed: bool


async def take_correction(
    connection: AsyncConnection, form: Correction, now: datetime, *, anyway: bool = False
) -> Taken:
    """Like `take_review`: a refusal is a result, not an error, because the draft must be committed."""
    user_id = form.viewer.user_id
    known = await review_rows.review_of_interaction(connection, form.interaction_id)
    if known and known.reviewer_id == user_id and await seen_log(connection, form.viewer, known.log_id):
        return ReviewSaved(known, already=True)
    try:
        review = await own_review(connection, form.token, form.viewer)
    except NoSuchLogError as refusal:
        return ReviewLost(refusal)
    sent = ReviewForm(form.viewer, form.interaction_id, review.log_id, form.text, form.filled_from, picked=form.picked)
    typed = await with_sentence(connection, sent)
    try:
        if not anyway:
            require_pace(await draft_rows.review_forms_since(connection, user_id, now - WINDOW), now, "reviews")
        require_sentence(typed)
        await _changeable(connection, review)
        target = await reviewable(connection, form.viewer, review.log_id)
        text, log_version = await checked_against(connection, typed.text, target.log)
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


async def accept_review(connection: AsyncConnection, press: AcceptedDraft, now: datetime) -> Taken:
    """Post a draft as it is, also if pressed twice: as a new review or a correction. Raises NoSuchLogError."""
    user_id = press.viewer.user_id
    known = await review_rows.review_of_interaction(connection, press.brought)
    if known and known.reviewer_id == user_id:
        return ReviewSaved(known, already=True)
    draft = await draft_rows.review_draft_by_id(connection, press.draft_id)
    if draft is None or draft.reviewer_id != user_id:
        raise NoSuchReviewDraftError
    brought = draft.interaction_id
    if posted := await correctable(connection, press.viewer, draft.log_id):
        correction = Correction(press.viewer, brought, posted.token, draft.text, brought, press.hold)
        return await take_correction(connection, correction, now, anyway=True)
    form = ReviewForm(press.viewer, brought, draft.log_id, draft.text, brought, press.hold)
    return await take_review(connection, form, now, anyway=True)


async def withdraw_review(
    connection: AsyncConnection, token: str, viewer: Viewer, *, press_id: int, now: datetime
) -> WithdrawnReview:
    """Withdraw a review: its message says so. Raises NoSuchLogError, NotNowError.

    The text becomes a draft, unless there is a newer one. If the review was assigned, its writer has to write it again.
    If it was voluntary or is free for all by now, nobody has to.
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
        await free_review(connection, review, DutyFate.RELEASED, now)
    else:
        await review_rows.delete_review(connection, review.id)
    return WithdrawnReview(review, week, is_owed)


async def own_review(connection: AsyncConnection, token: str, viewer: Viewer) -> Review:
    """A review that the viewer wrote. Raises NoSuchLogError for anyone else's."""
    review = await review_rows.review_by_token(connection, token)
    is_own = review is not None and review.reviewer_id == viewer.user_id and review.server_id == viewer.server_id
    if review is None or not is_own or not review.is_written or not await seen_log(connection, viewer, review.log_id):
        raise NoSuchReviewError
    return review


async def correctable(connection: AsyncConnection, viewer: Viewer, log_id: int) -> Review | None:
    """The viewer's written review of the log, if it may still be corrected."""
    review = await review_rows.review_of(connection, log_id, viewer.user_id)
    if review is None or not review.is_written or not await seen_log(connection, viewer, log_id):
        return None
    week = await week_rows.week_by_id(connection, review.week_id)
    return review if week and may_change(week) else None


def may_change(week: Week) -> bool:
    """Whether reviews may be corrected and withdrawn: until the digest, which quotes them."""
    return week.state is WeekState.REVIEWING


async def _changeable(connection: AsyncConnection, review: Review) -> tuple[Club, Week]:
    """Raises NotNowError."""
    week = await week_rows.week_by_id(connection, review.week_id)
    club = await club_rows.club_by_id(connection, review.club_id)
    if week is None or club is None or not may_change(week):
        raise ReviewsOfWeekOverError
    return club, week
