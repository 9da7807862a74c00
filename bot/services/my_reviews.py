"""A member's own reviews: what they wrote and received, correcting and withdrawing, and which logs were revised."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import NoSuchLogError
from bot.services.review_changes import NO_SUCH_REVIEW, own_review, take_correction, withdraw_review
from bot.services.review_views import ReviewView, viewed_review
from bot.services.review_writing import stored
from bot.storage import review_lists
from bot.storage import reviews as review_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.services.review_changes import Correction, Withdrawn
    from bot.services.review_writing import ReviewSaved
    from bot.storage.database import Database
    from bot.storage.review_lists import ReviewCounts

NEWS_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class MyReviews:
    """A page of what a member wrote and received, newest first; pages count from 0 to `last`."""

    counts: ReviewCounts
    views: tuple[ReviewView, ...]
    page: int
    last: int


class MyReviewService:
    """Whose a review is, is judged at each call."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def mine(self, user_id: int, server_id: int, page: int, size: int) -> MyReviews:
        """What the member wrote and received in the server; the last page where there are not so many."""
        async with self._database.reading() as connection:
            counts = await review_lists.review_counts(connection, user_id, server_id)
            last = max(0, (counts.written + counts.received - 1) // size)
            page = min(page, last)
            found = await review_lists.reviews_with(connection, user_id, server_id, page * size, size)
            views = [await viewed_review(connection, review, user_id, sees_all=False) for review in found]
        return MyReviews(counts, tuple(view for view in views if view), page, last)

    async def own(self, token: str, server_id: int | None, user_id: int) -> ReviewView:
        """A review to correct or withdraw. Raises NoSuchLogError for another's."""
        async with self._database.reading() as connection:
            review = await own_review(connection, token, server_id, user_id)
            view = await viewed_review(connection, review, user_id, sees_all=False)
        if view is None:
            raise NoSuchLogError(NO_SUCH_REVIEW)
        return view

    async def correctable(self, log_id: int, user_id: int) -> ReviewView | None:
        """The member's written review of the log, where it may still be corrected."""
        async with self._database.reading() as connection:
            review = await review_rows.review_of(connection, log_id, user_id)
            if review is None or not review.is_written:
                return None
            found = await viewed_review(connection, review, user_id, sees_all=False)
        return found if found and found.may_change else None

    async def correct(self, form: Correction) -> ReviewSaved:
        """Change a review that the member wrote, and its message with it; the same form twice changes it once.

        Raises ReviewKeptError where it cannot be accepted and its text is kept, NoSuchLogError for another's.
        """
        return stored(await self._database.grouped(partial(take_correction, form=form, now=self._now())))

    async def withdraw(self, token: str, server_id: int | None, user_id: int, press_id: int) -> Withdrawn:
        """Raises NoSuchLogError, NotNowError."""
        now = self._now()
        async with self._database.writing() as connection:
            return await withdraw_review(connection, token, server_id, user_id, press_id=press_id, now=now)

    async def at_message(self, message_id: int) -> ReviewView | None:
        """The review that a message shows, as everybody sees it."""
        async with self._database.reading() as connection:
            review = await review_lists.review_at(connection, message_id)
            return await viewed_review(connection, review, 0, sees_all=False) if review else None

    async def take_news(self, user_id: int, server_id: int) -> list[ReviewView]:
        """Anonymous reviews of the member's whose logs were changed since. Each is handed out once, to be told."""
        async with self._database.reading() as connection:
            untold = await review_lists.untold_revisions(connection, user_id, server_id, NEWS_AT_ONCE)
        if not untold:
            return []
        async with self._database.writing() as connection:
            news = [one for one in untold if await review_lists.set_revision_told(connection, one.id, is_told=True)]
            views = [await viewed_review(connection, review, user_id, sees_all=False) for review in news]
        return [view for view in views if view]

    async def put_back_news(self, views: Sequence[ReviewView]) -> None:
        """They could not be told: the next chance comes."""
        async with self._database.writing() as connection:
            for view in views:
                await review_lists.set_revision_told(connection, view.review.id, is_told=False)
