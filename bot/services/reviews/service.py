"""Reviews: who has to write them, writing and reading them, and a week's result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import NotNowError, NotYoursError, UnknownLogError
from bot.core.reviews.duties import Duties, WeekDuties
from bot.core.reviews.review import Origin
from bot.core.weeks.week import WeekState
from bot.services.outbox.entries import post_key
from bot.services.paper_logs.views import trouble_of
from bot.services.reviews.assignments import OfferReason, claimed, next_in, reviewable
from bot.services.reviews.changes import NoSuchReviewError, accept_review
from bot.services.reviews.quoted import quoted_on
from bot.services.reviews.views import ReviewView, seen_review, viewed_review
from bot.services.reviews.writing import NoSuchReviewDraftError, stored, take_review
from bot.services.visibility import seen_clubs
from bot.services.weeks.assignments import assignment_of, is_put_away, state_of
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.reviews import drafts as draft_rows
from bot.storage.reviews import freed as freed_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.draft import ReviewDraft
    from bot.core.reviews.duties import FreedReview
    from bot.core.reviews.quoted import QuotedSentence
    from bot.core.reviews.review import Review
    from bot.core.visibility import Viewer
    from bot.services.reviews.changes import AcceptedDraft
    from bot.services.reviews.writing import ReviewForm, ReviewSaved
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

READING_TIME = timedelta(minutes=10)


@dataclass(eq=False)
class NothingToReviewError(NotNowError):
    """No week is in review."""


@dataclass(eq=False)
class AllReviewedError(NotNowError):
    """No log is left for the member to review."""


@dataclass(eq=False)
class NotTheAuthorError(NotYoursError):
    """Only a log's author can mark a review of it as helpful."""


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """A log for a member to review, with what they typed before; `is_late` once the week's reviews are over.

    While they only look at a log of the pool, its `review` isn't stored: it starts when the form is opened.
    """

    review: Review
    log: PaperLog
    draft: ReviewDraft | None
    is_late: bool
    reason: OfferReason = OfferReason.OWED


@dataclass(frozen=True, slots=True)
class RefusedReview:
    """A review that is stored but not in its thread; `trouble` is the reason, as in `LogView.trouble`."""

    review: Review
    trouble: str


@dataclass(frozen=True, slots=True)
class WeekReviews:
    """A week's logs, oldest first, and its reviews, open and written, in an order that reveals nothing.

    Reviews that somebody took up and then left aren't included. `with_draft` are (log id, reviewer). `freed` reviews
    were assigned to somebody before.
    """

    logs: tuple[PaperLog, ...]
    reviews: tuple[Review, ...]
    with_draft: frozenset[tuple[int, int]] = frozenset()
    freed: tuple[FreedReview, ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether any of them was assigned as anonymous."""
        return any(review.is_anonymous for review in self.reviews)

    @property
    def written(self) -> tuple[Review, ...]:
        """They contain the strongest sentences and the open questions."""
        return tuple(review for review in self.reviews if review.is_written)

    @property
    def account(self) -> WeekDuties:
        """What each member has done, and what is left."""
        return WeekDuties(
            [assignment_of(review, state_of(review, self.with_draft)) for review in self.reviews], self.freed
        )


class ReviewService:
    """Every change is one transaction that checks again who may write."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        # Log → who was offered it last, and when: two members who look at the same time are sent to different logs.
        self._offered: dict[int, tuple[int, datetime]] = {}

    async def quoted_on(self, viewer: Viewer, paper_key: str, most: int) -> list[QuotedSentence]:
        """The strongest sentences about a paper in logs that the viewer may see, with their authors."""
        async with self._database.read_transaction() as connection:
            return await quoted_on(connection, viewer, paper_key, most)

    async def next_for(self, viewer: Viewer, club_id: int | None = None) -> ReviewTask:
        """What the member owes, or one more for volunteers. Looking reserves nothing. Raises NotNowError."""
        now, user_id = self._now(), viewer.user_id
        async with self._database.read_transaction() as connection:
            seen = {club.id: club for club in await seen_clubs(connection, viewer) if club_id in {None, club.id}}
            in_review = await week_rows.weeks_in_review(connection, seen)
            weeks = [week for week in in_review if viewer.may_see(seen[week.club_id], week)]
            self._offered = {log: last for log, last in self._offered.items() if now - last[1] < READING_TIME}
            others = {log for log, (who, _) in self._offered.items() if who != user_id}
            offer = await next_in(connection, weeks, user_id, now, offered=others)
            if offer is None:
                raise AllReviewedError() if weeks else NothingToReviewError()
            self._offered[offer.log.id] = (user_id, now)
            draft = await draft_rows.review_draft_on(connection, offer.log.id, user_id)
            return ReviewTask(offer.review, offer.log, draft, is_late=False, reason=offer.reason)

    async def claim(self, log_id: int, viewer: Viewer) -> ReviewTask:
        """The member's review of this log, which starts now. Raises ClubError, NotYoursError among them."""
        now = self._now()
        async with self._database.write_transaction() as connection:
            target = await reviewable(connection, viewer, log_id)
            return await _task(connection, await claimed(connection, target, viewer.user_id, now))

    async def submit(self, form: ReviewForm) -> ReviewSaved:
        """Store a review, and post it as a reply to the log; the same form sent twice gets the same answer.

        Raises ReviewKeptError if it can't be accepted and its text is kept, ReviewNoticedError if its writer has to
        decide, NoSuchLogError if there is no such log.
        """
        return stored(await self._database.grouped(partial(take_review, form=form, now=self._now())))

    async def accept(self, press: AcceptedDraft) -> ReviewSaved:
        """Post a draft despite what was noticed. Raises like `submit`."""
        return stored(await self._database.grouped(partial(accept_review, press=press, now=self._now())))

    async def draft(self, draft_id: int, user_id: int) -> ReviewDraft:
        """Raises NoSuchLogError if it is another member's."""
        async with self._database.read_transaction() as connection:
            draft = await draft_rows.review_draft_by_id(connection, draft_id)
        if draft is None or draft.reviewer_id != user_id:
            raise NoSuchReviewDraftError
        return draft

    async def drafts(self, user_id: int) -> list[ReviewDraft]:
        """Newest first."""
        async with self._database.read_transaction() as connection:
            return await draft_rows.review_drafts_of(connection, user_id)

    async def helpful(self, name: int | str, viewer: Viewer) -> bool:
        """The log's author found the review helpful; True the first time. Raises NoSuchLogError, NotYoursError.

        `name` is the review's token, or its id in old messages.
        """
        async with self._database.write_transaction() as connection:
            find = review_rows.review_by_id if isinstance(name, int) else review_rows.review_by_token
            review = await find(connection, name)  # type: ignore[arg-type]
            view = await seen_review(connection, review, viewer)
            if review is None or view is None:
                raise NoSuchReviewError
            if review.author_id != viewer.user_id:
                # Numbers can be guessed one after another, so they reveal nothing about a secret review.
                raise NotTheAuthorError() if view.names_reviewer else NoSuchReviewError()
            await review_rows.change_review(connection, review.id, is_helpful=True)
            return not review.is_helpful

    async def duties(self, viewer: Viewer, club: Club, week_id: int) -> Duties:
        """The viewer's duties in the club's open reviews, and what they have written in this week."""
        async with self._database.read_transaction() as connection:
            weeks = await week_rows.weeks_in_review(connection, [club.id])
        ids = [week.id for week in weeks if viewer.may_see(club, week)]
        wanted = dict.fromkeys([*ids, week_id])
        parts = {each: (await self.of_week(each)).account.of(viewer.user_id) for each in wanted}
        open_parts = [parts[each] for each in ids]
        return Duties(
            written=parts[week_id].written,
            to_write=tuple(one for part in open_parts for one in part.to_write),
            taken_on=tuple(one for part in open_parts for one in part.taken_on),
            free=tuple(one for part in open_parts for one in part.free),
            given_on=parts[week_id].given_on,
        )

    async def troubled(self, user_id: int, week_id: int) -> list[RefusedReview]:
        """The member's reviews of a week whose messages are blocked."""
        async with self._database.read_transaction() as connection:
            reviews = await review_rows.reviews_of_week(connection, week_id)
            mine = {review.id: review for review in reviews if review.is_written and review.reviewer_id == user_id}
            week = await week_rows.week_by_id(connection, week_id) if mine else None
            club = await club_rows.club_by_id(connection, week.club_id) if week else None
            keys = {post_key(club, review): review.id for review in mine.values()} if club else {}
            entries = await outbox_rows.entries_by_key(connection, keys)
        found = [(mine[keys[key]], trouble_of(entry)) for key, entry in entries.items()]
        return [RefusedReview(review, trouble) for review, trouble in found if trouble]

    async def reviews_of(
        self, log_id: int, server_id: int | None, user_id: int, *, is_organizer: bool
    ) -> list[ReviewView]:
        """A log's reviews, oldest first. In an anonymous club only organizers and their writers see the names.

        Raises NoSuchLogError.
        """
        async with self._database.read_transaction() as connection:
            log = await log_rows.log_by_id(connection, log_id)
            if log is None or log.server_id is None or (log.server_id != server_id and log.author_id != user_id):
                raise UnknownLogError
            reviews = await review_rows.reviews_of_log(connection, log_id)
            views = [await viewed_review(connection, review, user_id, sees_all=is_organizer) for review in reviews]
        return [view for view in views if view and view.review.is_written]

    async def to_send(self, review_id: int) -> ReviewView | None:
        """A written review as everyone sees it; None if it no longer exists."""
        async with self._database.read_transaction() as connection:
            review = await review_rows.review_by_id(connection, review_id)
            if review is None or not review.is_written:
                return None
            return await viewed_review(connection, review, 0, sees_all=False)

    async def of_week(self, week_id: int) -> WeekReviews:
        """For messages about a week (reviewers, the reminder, the digest) and for answers to a member."""
        now = self._now()
        async with self._database.read_transaction() as connection:
            logs = await log_rows.logs_of_week(connection, week_id)
            kept = {log.id for log in logs}
            reviews = await review_rows.reviews_of_week(connection, week_id)
            with_draft = await review_rows.drafted_in_week(connection, week_id)
            freed = await freed_rows.freed_in_week(connection, week_id)
        hidden = sorted(reviews, key=lambda review: review.token)
        return WeekReviews(
            tuple(logs),
            tuple(review for review in hidden if review.log_id in kept and not is_put_away(review, with_draft, now)),
            frozenset(with_draft),
            tuple(one for one in freed if one.log_id in kept),
        )


async def _task(connection: AsyncConnection, review: Review) -> ReviewTask:
    log = await log_rows.log_by_id(connection, review.log_id)
    week = await week_rows.week_by_id(connection, review.week_id)
    if log is None or week is None:
        raise UnknownLogError
    draft = await draft_rows.review_draft_on(connection, review.log_id, review.reviewer_id)
    reason = OfferReason.OWED if review.origin is Origin.GIVEN else OfferReason.MORE
    return ReviewTask(review, log, draft, week.state is WeekState.CLOSED, reason)
