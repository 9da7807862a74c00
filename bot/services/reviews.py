"""Reviews: whose turn it is, writing one, reading them, and what a week's came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.duties import Duties, WeekDuties
from bot.core.errors import NoSuchLogError, NotNowError, NotYoursError
from bot.core.weeks import WeekState
from bot.services.entries import post_key
from bot.services.log_views import trouble_of
from bot.services.log_writing import NO_SUCH_LOG
from bot.services.review_changes import NO_SUCH_REVIEW, accept_review
from bot.services.review_turns import Call, claimed, next_in, reviewable
from bot.services.review_views import ReviewView, seen_review, viewed_review
from bot.services.review_writing import NO_SUCH_DRAFT, stored, take_review
from bot.services.sight import seen_clubs
from bot.services.week_turns import assignment_of, is_put_away, state_of
from bot.storage import clubs as club_rows
from bot.storage import freed_reviews as freed_rows
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import review_drafts as draft_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.reviews import Origin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.duties import Freed
    from bot.core.visibility import Viewer
    from bot.services.review_changes import Accepting
    from bot.services.review_writing import ReviewForm, ReviewSaved
    from bot.storage.database import Database
    from bot.storage.paper_logs import PaperLog
    from bot.storage.review_drafts import ReviewDraft
    from bot.storage.reviews import Review

NOTHING_NOW = (
    "There is nothing for you to review now: reviewers are named when a week's logs close. "
    "`/week status` shows when that is."
)
NOT_YOURS = "Only the log's author marks a review as helpful."
READING_TIME = timedelta(minutes=10)
ALL_REVIEWED = "No log is left that you could review this week. Thank you!"


@dataclass(frozen=True, slots=True)
class Turn:
    """A log for a member to review, with what they typed before; `is_late` once the week's reviews are over.

    As long as they only look, a `review` of a log of the pool is stored nowhere: it begins when the form is opened.
    """

    review: Review
    log: PaperLog
    draft: ReviewDraft | None
    is_late: bool
    call: Call = Call.OWED


@dataclass(frozen=True, slots=True)
class RefusedReview:
    """A review that is stored and not in its thread; `trouble` is what stands in the way, as `LogView.trouble`."""

    review: Review
    trouble: str


@dataclass(frozen=True, slots=True)
class WeekReviews:
    """A week's logs, first written first, and its reviews, open and written, in an order that tells nothing.

    What somebody took up and put away is not among them. `begun` are (log id, reviewer) of those of which a draft is
    kept, and `freed` were somebody's to write.
    """

    logs: tuple[PaperLog, ...]
    reviews: tuple[Review, ...]
    begun: frozenset[tuple[int, int]] = frozenset()
    freed: tuple[Freed, ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether any of them was given out as anonymous."""
        return any(review.is_anonymous for review in self.reviews)

    @property
    def written(self) -> tuple[Review, ...]:
        """They hold the strongest sentences and the open questions."""
        return tuple(review for review in self.reviews if review.is_written)

    @property
    def account(self) -> WeekDuties:
        """What each member has done, and what is left."""
        return WeekDuties([assignment_of(review, state_of(review, self.begun)) for review in self.reviews], self.freed)


class ReviewService:
    """Every change is one transaction that checks again whose turn it is."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        # Log → whom it was offered to last, and when: two who look at the same time are sent to different logs.
        self._offered: dict[int, tuple[int, datetime]] = {}

    async def next_for(self, viewer: Viewer, club_id: int | None = None) -> Turn:
        """What the member owes, or one more for the willing. Looking reserves nothing. Raises NotNowError."""
        now, user_id = self._now(), viewer.user_id
        async with self._database.reading() as connection:
            seen = {club.id: club for club in await seen_clubs(connection, viewer) if club_id in {None, club.id}}
            in_review = await week_rows.weeks_in_review(connection, seen)
            weeks = [week for week in in_review if viewer.may_see(seen[week.club_id], week)]
            self._offered = {log: last for log, last in self._offered.items() if now - last[1] < READING_TIME}
            others = {log for log, (who, _) in self._offered.items() if who != user_id}
            offer = await next_in(connection, weeks, user_id, now, looked_at=others)
            if offer is None:
                raise NotNowError(ALL_REVIEWED if weeks else NOTHING_NOW)
            self._offered[offer.log.id] = (user_id, now)
            draft = await draft_rows.review_draft_on(connection, offer.log.id, user_id)
            return Turn(offer.review, offer.log, draft, is_late=False, call=offer.call)

    async def claim(self, log_id: int, viewer: Viewer) -> Turn:
        """The member's turn on this very log, which begins with this. Raises ClubError, NotYoursError among them."""
        now = self._now()
        async with self._database.writing() as connection:
            target = await reviewable(connection, viewer, log_id)
            return await _turn(connection, await claimed(connection, target, viewer.user_id, now))

    async def submit(self, form: ReviewForm) -> ReviewSaved:
        """Store a review, and post it as an answer to the log; the same form twice is answered as the first time.

        Raises ReviewKeptError where it cannot be accepted and its text is kept, ReviewNoticedError where its writer has
        to decide, NoSuchLogError for no such log.
        """
        return stored(await self._database.grouped(partial(take_review, form=form, now=self._now())))

    async def accept(self, press: Accepting) -> ReviewSaved:
        """Post a draft in spite of what was noticed. Raises as `submit` does."""
        return stored(await self._database.grouped(partial(accept_review, press=press, now=self._now())))

    async def draft(self, draft_id: int, user_id: int) -> ReviewDraft:
        """Raises NoSuchLogError for another's."""
        async with self._database.reading() as connection:
            draft = await draft_rows.review_draft_by_id(connection, draft_id)
        if draft is None or draft.reviewer_id != user_id:
            raise NoSuchLogError(NO_SUCH_DRAFT)
        return draft

    async def drafts(self, user_id: int) -> list[ReviewDraft]:
        """Newest first."""
        async with self._database.reading() as connection:
            return await draft_rows.review_drafts_of(connection, user_id)

    async def helpful(self, name: int | str, viewer: Viewer) -> bool:
        """The log's author found the review helpful; True the first time. Raises NoSuchLogError, NotYoursError.

        `name` is the review's token, or its id, which stands under old messages.
        """
        async with self._database.writing() as connection:
            find = review_rows.review_by_id if isinstance(name, int) else review_rows.review_by_token
            review = await find(connection, name)  # type: ignore[arg-type]
            view = await seen_review(connection, review, viewer)
            if review is None or view is None:
                raise NoSuchLogError(NO_SUCH_REVIEW)
            if review.author_id != viewer.user_id:
                # Numbers can be tried one after the other: of a secret review they tell nothing.
                raise NotYoursError(NOT_YOURS) if view.names_reviewer else NoSuchLogError(NO_SUCH_REVIEW)
            await review_rows.change_review(connection, review.id, is_helpful=True)
            return not review.is_helpful

    async def duties(self, viewer: Viewer, club: Club, week_id: int) -> Duties:
        """The viewer's part in the club's open reviews, with what they have written in this week of it."""
        async with self._database.reading() as connection:
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
            keys = {post_key(club, review): review.id for review in mine.values()} if club else {}
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
            views = [await viewed_review(connection, review, user_id, sees_all=is_organiser) for review in reviews]
        return [view for view in views if view and view.review.is_written]

    async def to_send(self, review_id: int) -> ReviewView | None:
        """A written review as everybody sees it; None where it is not there any more."""
        async with self._database.reading() as connection:
            review = await review_rows.review_by_id(connection, review_id)
            if review is None or not review.is_written:
                return None
            return await viewed_review(connection, review, 0, sees_all=False)

    async def of_week(self, week_id: int) -> WeekReviews:
        """For the letters about a week: who reviews whom, the reminder, the digest; and for what a member is told."""
        now = self._now()
        async with self._database.reading() as connection:
            logs = await log_rows.logs_of_week(connection, week_id)
            kept = {log.id for log in logs}
            reviews = await review_rows.reviews_of_week(connection, week_id)
            begun = await review_rows.begun_in_week(connection, week_id)
            freed = await freed_rows.freed_in_week(connection, week_id)
        hidden = sorted(reviews, key=lambda review: review.token)
        return WeekReviews(
            tuple(logs),
            tuple(review for review in hidden if review.log_id in kept and not is_put_away(review, begun, now)),
            frozenset(begun),
            tuple(one for one in freed if one.log_id in kept),
        )


async def _turn(connection: AsyncConnection, review: Review) -> Turn:
    log = await log_rows.log_by_id(connection, review.log_id)
    week = await week_rows.week_by_id(connection, review.week_id)
    if log is None or week is None:
        raise NoSuchLogError(NO_SUCH_LOG)
    draft = await draft_rows.review_draft_on(connection, review.log_id, review.reviewer_id)
    call = Call.OWED if review.origin is Origin.GIVEN else Call.MORE
    return Turn(review, log, draft, week.state is WeekState.CLOSED, call)
