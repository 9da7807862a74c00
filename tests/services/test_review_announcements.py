"""Who is named when the reviews are assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.reviews.details import AssignmentsDetails
from tests.support.logs import reviewing

if TYPE_CHECKING:
    from tests.support.reading_clubs import App


async def test_reviewers_are_named_in_the_order_of_their_ids(app: App) -> None:
    await reviewing(app, 7, 8, 16)
    (named,) = [AssignmentsDetails.of(entry) for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert named.reviewers == [7, 8, 16]
