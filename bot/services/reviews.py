"""Reviews: whose turn it is, writing one, reading them, and what a week's came to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import NoSuchLogError, NotNowError, NotYoursError, ReviewKeptError, ReviewNoticedError
from bot.core.weeks import WeekState
from bot.services.allocations import is_put_away
from bot.services.entries import log_key, review_key
from bot.services.log_views import trouble_of
from bot.services.log_writing import NO_SUCH_LOG
from bot.services.review_turns import claimed, next_in, reviewable
from bot.services.review_writing import (
    NO_SUCH_DRAFT,
    ReviewKept,
    ReviewLost,
    ReviewNoticed,
    accept_review,
    take_review,
)
from bot.services.sight import seen_clubs, seen_log
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.services.review_writing import Accepting, ReviewForm, ReviewSaved
    from bot.storage.database import Database
    from bot.storage.paper_logs import PaperLog
    from bot.storage.reviews import Review, ReviewDraft

NOTHING_NOW = (
    "There is nothing for you to review now: reviewers are named when a week's logs close. "
    "`/week status` shows when that is."
)
ASKS_LITTLE = "*One question*: it holds hardly a word."
ALL_REVIEWED = "No log is left that you could review this week. Thank you!"


@dataclass(frozen=True, slots=True)
class Turn:
    """A member's turn to review a log, with what they typed before; `is_late` once the week's reviews are over."""

    review: Review
    log: PaperLog
    draft: ReviewDraft | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class RefusedReview:
    """A review that is stored and not in its thread; `trouble` is what stands in the way, as `LogView.trouble`."""

    review: Review
    trouble: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review with everything that a page about it shows. `key` marks its message, `log_key` that of the log.

    `names_reviewer` is False where the reader must not see who wrote it.
    """

    review: Review
    log: PaperLog
    club: Club
    week: Week
    key: str
    log_key: str
    names_reviewer: bool


@dataclass(frozen=True, slots=True)
class WeekReviews:
    """A week's logs, first written first, and its reviews, open and written, oldest first."""

    logs: tuple[PaperLog, ...]
    reviews: tuple[Review, ...]

    @property
    def written(self) -> tuple[Review, ...]:
        """They hold the strongest sentences and the open questions."""
        return tuple(review for review in self.reviews if review.is_written)


class ReviewService:
    """Every change is one transaction that checks again whose turn it is."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def next_for(self, viewer: Viewer, club_id: int | None = None) -> Turn:
        """What the member owes, or one more for the willing, which is then theirs. Raises NotNowError."""
        now = self._now()
        async with self._database.writing() as connection:
            seen = {club.id: club for club in await seen_clubs(connection, viewer) if club_id in {None, club.id}}
            in_review = await week_rows.weeks_in_review(connection, seen)
            weeks = [week for week in in_review if viewer.may_see(seen[week.club_id], week)]
            review = await next_in(connection, weeks, viewer.user_id, now)
            if review is None:
                raise NotNowError(ALL_REVIEWED if weeks else NOTHING_NOW)
            return await _turn(connection, review)

    async def claim(self, log_id: int, viewer: Viewer) -> Turn:
        """The member's turn on this very log, taken where it is free. Raises ClubError, NotYoursError among them."""
        now = self._now()
        async with self._database.writing() as connection:
            target = await reviewable(connection, viewer, log_id)
            return await _turn(connection, await claimed(connection, target, viewer.user_id, now))

    async def submit(self, form: ReviewForm) -> ReviewSaved:
        """Store a review, and post it as an answer to the log; the same form twice is answered as the first time.

        Raises ReviewKeptError where it cannot be accepted and its text is kept, ReviewNoticedError where its writer has
        to decide, NoSuchLogError for no such log.
        """
        return _taken(await self._database.grouped(partial(take_review, form=form, now=self._now())))

    async def accept(self, press: Accepting) -> ReviewSaved:
        """Post a draft in spite of what was noticed. Raises as `submit` does."""
        return _taken(await self._database.grouped(partial(accept_review, press=press, now=self._now())))

    async def draft(self, draft_id: int, user_id: int) -> ReviewDraft:
        """Raises NoSuchLogError for another's."""
        async with self._database.reading() as connection:
            draft = await review_rows.review_draft_by_id(connection, draft_id)
        if draft is None or draft.reviewer_id != user_id:
            raise NoSuchLogError(NO_SUCH_DRAFT)
        return draft

    async def drafts(self, user_id: int) -> list[ReviewDraft]:
        """Newest first."""
        async with self._database.reading() as connection:
            return await review_rows.review_drafts_of(connection, user_id)

    async def helpful(self, review_id: int, viewer: Viewer) -> bool:
        """The log's author found the review helpful; True the first time. Raises NoSuchLogError, NotYoursError."""
        async with self._database.writing() as connection:
            review = await self._seen(connection, review_id, viewer)
            if review is None:
                raise NoSuchLogError("There is no such review here.")
            if review.author_id != viewer.user_id:
                raise NotYoursError("Only the log's author marks a review as helpful.")
            await review_rows.change_review(connection, review_id, is_helpful=True)
            return not review.is_helpful

    async def owed_by(self, user_id: int, club: Club) -> list[Turn]:
        """What the member has still to review in the club's weeks, oldest first; what they only looked at lapses."""
        now = self._now()
        async with self._database.reading() as connection:
            mine = await review_rows.open_reviews_of(connection, user_id, club.server_id)
            turns = [await _turn(connection, review) for review in mine if review.club_id == club.id]
        begun = {(turn.log.id, user_id) for turn in turns if turn.draft}
        return [turn for turn in turns if not turn.is_late and not is_put_away(turn.review, begun, now)]

    async def troubled(self, user_id: int, week_id: int) -> list[RefusedReview]:
        """The member's reviews of a week whose messages are held up."""
        async with self._database.reading() as connection:
            reviews = await review_rows.reviews_of_week(connection, week_id)
            mine = {review.id: review for review in reviews if review.is_written and review.reviewer_id == user_id}
            week = await week_rows.week_by_id(connection, week_id) if mine else None
            club = await club_rows.club_by_id(connection, week.club_id) if week else None
            keys = {review_key(club, review_id): review_id for review_id in mine} if club else {}
            entries = await outbox_rows.entries_by_key(connection, keys)
        found = [(mine[keys[key]], trouble_of(entry)) for key, entry in entries.items()]
        return [RefusedReview(review, trouble) for review, trouble in found if trouble]

    async def reviews_of(
        self, log_id: int, server_id: int | None, user_id: int, *, is_organiser: bool
    ) -> list[ReviewView]:
        """A log's reviews, oldest first. In an anonymous club, organisers and their writers alone see the names.

        Raises NoSuchLogError.
        """
        async with self._database.reading() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.server_id is None or (log.server_id != server_id and log.author_id != user_id):
                raise NoSuchLogError(NO_SUCH_LOG)
            reviews = await review_rows.reviews_of_log(connection, log_id)
            views = [await _view(connection, review, user_id, sees_all=is_organiser) for review in reviews]
        return [view for view in views if view and view.review.is_written]

    async def show(self, review_id: int, viewer: Viewer) -> ReviewView:
        """A written review in the server where the viewer asks, as everybody sees it. Raises NoSuchLogError."""
        async with self._database.reading() as connection:
            review = await self._seen(connection, review_id, viewer)
            view = await _view(connection, review, 0, sees_all=False) if review else None
        if view is None:
            raise NoSuchLogError("There is no such review here.")
        return view

    async def _seen(self, connection: AsyncConnection, review_id: int, viewer: Viewer) -> Review | None:
        review = await review_rows.review_by_id(connection, review_id)
        if review is None or review.server_id != viewer.server_id or not review.is_written:
            return None
        return review if await seen_log(connection, viewer, review.log_id) else None

    async def to_send(self, review_id: int) -> ReviewView | None:
        """A written review as everybody sees it; None where it is not there any more."""
        async with self._database.reading() as connection:
            review = await review_rows.review_by_id(connection, review_id)
            if review is None or not review.is_written:
                return None
            return await _view(connection, review, 0, sees_all=False)

    async def of_week(self, week_id: int) -> WeekReviews:
        """For the letters about a week: who reviews whom, the reminder, the digest; and for `/week status`."""
        async with self._database.reading() as connection:
            logs = await log_rows.logs_of_week(connection, week_id)
            kept = {log.id for log in logs}
            reviews = await review_rows.reviews_of_week(connection, week_id)
        return WeekReviews(tuple(logs), tuple(review for review in reviews if review.log_id in kept))


def _taken(result: ReviewSaved | ReviewNoticed | ReviewKept | ReviewLost) -> ReviewSaved:
    if isinstance(result, ReviewKept):
        raise ReviewKeptError(result.reason, result.draft_id, result.nearest)
    if isinstance(result, ReviewNoticed):
        raise ReviewNoticedError(ASKS_LITTLE, result.draft_id, result.brought)
    if isinstance(result, ReviewLost):
        raise result.refusal
    return result


async def _turn(connection: AsyncConnection, review: Review) -> Turn:
    log = await log_rows.log_by_id(connection, review.log_id)
    week = await week_rows.week_by_id(connection, review.week_id)
    if log is None or week is None:
        raise NoSuchLogError(NO_SUCH_LOG)
    draft = await review_rows.review_draft_on(connection, review.log_id, review.reviewer_id)
    return Turn(review, log, draft, week.state is WeekState.CLOSED)


async def _view(connection: AsyncConnection, review: Review, reader_id: int, *, sees_all: bool) -> ReviewView | None:
    club = await club_rows.club_by_id(connection, review.club_id)
    week = await week_rows.week_by_id(connection, review.week_id)
    log = await log_rows.log_by_id(connection, review.log_id)
    if club is None or week is None or log is None:
        return None
    named = sees_all or not club.settings.anonymous or review.reviewer_id == reader_id
    return ReviewView(review, log, club, week, review_key(club, review.id), log_key(club, log.id), named)
