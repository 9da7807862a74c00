"""A member's own reviews: what they wrote and received, correcting and withdrawing, and which logs were revised."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import NoSuchLogError
from bot.services.review_changes import NO_SUCH_REVIEW, correctable, own_review, take_correction, withdraw_review
from bot.services.review_views import ReviewView, own_view, seen_review
from bot.services.review_writing import stored
from bot.services.sight import hidden_channels, seen_clubs
from bot.storage import review_lists
from bot.storage import reviews as review_rows
from bot.storage.review_lists import Theirs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.visibility import Viewer
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

    async def mine(self, viewer: Viewer, page: int, size: int) -> MyReviews:
        """What the viewer wrote and received in the server; the last page where there are not so many.

        What they received in a club that they may not see now is left out.
        """
        async with self._database.reading() as connection:
            theirs = await _theirs(connection, viewer)
            counts = await review_lists.review_counts(connection, theirs)
            last = max(0, (counts.written + counts.received - 1) // size)
            page = min(page, last)
            found = await review_lists.reviews_with(connection, theirs, page * size, size)
            views = [await own_view(connection, review, viewer) for review in found]
        return MyReviews(counts, tuple(view for view in views if view), page, last)

    async def own(self, token: str, viewer: Viewer) -> ReviewView:
        """A review to correct or withdraw. Raises NoSuchLogError for another's."""
        async with self._database.reading() as connection:
            view = await own_view(connection, await own_review(connection, token, viewer), viewer)
        if view is None:
            raise NoSuchLogError(NO_SUCH_REVIEW)
        return view

    async def correctable(self, log_id: int, viewer: Viewer) -> ReviewView | None:
        """The viewer's written review of the log, where it may still be corrected."""
        async with self._database.reading() as connection:
            review = await correctable(connection, viewer, log_id)
            return await own_view(connection, review, viewer) if review else None

    async def correct(self, form: Correction) -> ReviewSaved:
        """Change a review that the member wrote, and its message with it; the same form twice changes it once.

        Raises ReviewKeptError where it cannot be accepted and its text is kept, NoSuchLogError for another's.
        """
        return stored(await self._database.grouped(partial(take_correction, form=form, now=self._now())))

    async def withdraw(self, token: str, viewer: Viewer, press_id: int) -> Withdrawn:
        """Raises NoSuchLogError, NotNowError."""
        now = self._now()
        async with self._database.writing() as connection:
            return await withdraw_review(connection, token, viewer, press_id=press_id, now=now)

    async def at_message(self, message_id: int, viewer: Viewer) -> ReviewView | None:
        """The review that a message shows."""
        async with self._database.reading() as connection:
            return await seen_review(connection, await review_lists.review_at(connection, message_id), viewer)

    async def numbered(self, review_id: int, viewer: Viewer) -> ReviewView | None:
        """The review that an old message's button names."""
        async with self._database.reading() as connection:
            return await seen_review(connection, await review_rows.review_by_id(connection, review_id), viewer)

    async def take_news(self, viewer: Viewer) -> list[ReviewView]:
        """Anonymous reviews of the viewer's whose logs were changed since. Each is handed out once, to be told.

        What is in a club that they may not see now waits until they may.
        """
        user_id, server_id = viewer.user_id, viewer.server_id or 0
        async with self._database.reading() as connection:
            untold = await review_lists.untold_revisions(connection, user_id, server_id)
            views = [view for review in untold if (view := await seen_review(connection, review, viewer))]
        if not views:
            return []
        async with self._database.writing() as connection:
            return [
                view
                for view in views[:NEWS_AT_ONCE]
                if await review_lists.set_revision_told(connection, view.review.id, is_told=True)
            ]

    async def put_back_news(self, views: Sequence[ReviewView]) -> None:
        """They could not be told: the next chance comes."""
        async with self._database.writing() as connection:
            for view in views:
                await review_lists.set_revision_told(connection, view.review.id, is_told=False)


async def _theirs(connection: AsyncConnection, viewer: Viewer) -> Theirs:
    clubs = await seen_clubs(connection, viewer, with_closed=True)
    hidden = await hidden_channels(connection, viewer, clubs)
    return Theirs(viewer.user_id, viewer.server_id or 0, [club.id for club in clubs], hidden)
