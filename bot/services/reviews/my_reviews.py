"""A member's own reviews: list what they wrote and received, correct and withdraw, and news of revised logs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.services.reviews.changes import NoSuchReviewError, correctable, own_review, take_correction, withdraw_review
from bot.services.reviews.views import ReviewView, own_view, seen_review
from bot.services.reviews.writing import stored
from bot.services.visibility import hidden_channels, seen_clubs
from bot.storage.reviews import lists as review_lists
from bot.storage.reviews import rows as review_rows
from bot.storage.reviews.lists import ReviewScope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.core.reviews.review import ReviewCounts
    from bot.core.visibility import Viewer
    from bot.services.reviews.changes import Correction, WithdrawnReview
    from bot.services.reviews.writing import ReviewSaved
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

NEWS_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class MyReviews:
    """A page of what a member wrote and received, newest first; pages go from 0 to `last`."""

    counts: ReviewCounts
    views: tuple[ReviewView, ...]
    page: int
    last: int


class MyReviewService:
    """Every call checks whose a review is."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def mine(self, viewer: Viewer, page: int, size: int) -> MyReviews:
        """What the viewer wrote and received in the server; the last page if there are fewer.

        Leaves out reviews they received in a club that they may not see now.
        """
        async with self._database.read_transaction() as connection:
            scope = await _scope(connection, viewer)
            counts = await review_lists.review_counts(connection, scope)
            last = max(0, (counts.written + counts.received - 1) // size)
            page = min(page, last)
            found = await review_lists.reviews_with(connection, scope, page * size, size)
            views = [await own_view(connection, review, viewer) for review in found]
        return MyReviews(counts, tuple(view for view in views if view), page, last)

    async def own(self, token: str, viewer: Viewer) -> ReviewView:
        """A review to correct or withdraw. Raises NoSuchLogError if it is another member's."""
        async with self._database.read_transaction() as connection:
            view = await own_view(connection, await own_review(connection, token, viewer), viewer)
        if view is None:
            raise NoSuchReviewError
        return view

    async def correctable(self, log_id: int, viewer: Viewer) -> ReviewView | None:
        """The viewer's written review of the log, if it may still be corrected."""
        async with self._database.read_transaction() as connection:
            review = await correctable(connection, viewer, log_id)
            return await own_view(connection, review, viewer) if review else None

    async def correct(self, form: Correction) -> ReviewSaved:
        """Change a review that the member wrote, and its message; the same form sent twice changes it once.

        Raises ReviewKeptError if it can't be accepted and its text is kept, NoSuchLogError if it is another member's.
        """
        return stored(await self._database.grouped(partial(take_correction, form=form, now=self._now())))

    async def withdraw(self, token: str, viewer: Viewer, press_id: int) -> WithdrawnReview:
        """Raises NoSuchLogError, NotNowError."""
        now = self._now()
        async with self._database.write_transaction() as connection:
            return await withdraw_review(connection, token, viewer, press_id=press_id, now=now)

    async def at_message(self, message_id: int, viewer: Viewer) -> ReviewView | None:
        """The review that a message shows."""
        async with self._database.read_transaction() as connection:
            return await seen_review(connection, await review_lists.review_at(connection, message_id), viewer)

    async def numbered(self, review_id: int, viewer: Viewer) -> ReviewView | None:
        """The review that an old message's button names."""
        async with self._database.read_transaction() as connection:
            return await seen_review(connection, await review_rows.review_by_id(connection, review_id), viewer)

    async def take_news(self, viewer: Viewer) -> list[ReviewView]:
        """The viewer's anonymous reviews whose logs have changed since. Each is returned once, to tell the viewer.

        News from a club that they may not see now waits until they may.
        """
        user_id, server_id = viewer.user_id, viewer.server_id or 0
        async with self._database.read_transaction() as connection:
            untold = await review_lists.untold_revisions(connection, user_id, server_id)
            views = [view for review in untold if (view := await seen_review(connection, review, viewer))]
        if not views:
            return []
        async with self._database.write_transaction() as connection:
            return [
                view
                for view in views[:NEWS_AT_ONCE]
                if await review_lists.set_revision_told(connection, view.review.id, is_told=True)
            ]

    async def put_back_news(self, views: Sequence[ReviewView]) -> None:
        """The viewer couldn't be told: try again at the next chance."""
        async with self._database.write_transaction() as connection:
            for view in views:
                await review_lists.set_revision_told(connection, view.review.id, is_told=False)


async def _scope(connection: AsyncConnection, viewer: Viewer) -> ReviewScope:
    clubs = await seen_clubs(connection, viewer, with_closed=True)
    hidden = await hidden_channels(connection, viewer, clubs)
    return ReviewScope(viewer.user_id, viewer.server_id or 0, [club.id for club in clubs], hidden)
