"""Reviews as pages show them, and whether a page may name their writers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.services.outbox.entries import log_key, review_key
from bot.services.reviews.changes import may_change
from bot.services.reviews.secrets import is_secret
from bot.storage.clubs import rows as club_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.review import Review
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review with everything a page shows. `key` marks its message, `log_key` the log's.

    `names_reviewer` is False if the reader must not see who wrote it. `is_out_of_sight` if its writer may not see its
    club now: then the page shows only what they wrote.
    """

    review: Review
    log: PaperLog
    club: Club
    week: Week
    key: str
    log_key: str
    names_reviewer: bool
    is_out_of_sight: bool = False

    @property
    def may_change(self) -> bool:
        """Whether its writer may still correct or withdraw it."""
        return may_change(self.week) and not self.is_out_of_sight


async def viewed_review(
    connection: AsyncConnection, review: Review, reader_id: int, *, sees_all: bool
) -> ReviewView | None:
    """As one reader may see it; with `reader_id` 0, as everyone may. None if its log is gone."""
    club = await club_rows.club_by_id(connection, review.club_id)
    week = await week_rows.week_by_id(connection, review.week_id)
    log = await log_rows.log_by_id(connection, review.log_id)
    if club is None or week is None or log is None:
        return None
    named = sees_all or not is_secret(club, [review]) or review.reviewer_id == reader_id
    return ReviewView(review, log, club, week, review_key(club, review), log_key(club, log.id), named)


async def own_view(connection: AsyncConnection, review: Review, viewer: Viewer) -> ReviewView | None:
    """A review that the viewer wrote or received, as they may see it now."""
    view = await viewed_review(connection, review, viewer.user_id, sees_all=False)
    return replace(view, is_out_of_sight=not viewer.may_see(view.club, view.week)) if view else None


async def seen_review(connection: AsyncConnection, review: Review | None, viewer: Viewer) -> ReviewView | None:
    """A written review in the server where the viewer asks; None if it is in a club that they may not see."""
    if review is None or review.server_id != viewer.server_id or not review.is_written:
        return None
    view = await own_view(connection, review, viewer)
    return view if view and not view.is_out_of_sight else None
