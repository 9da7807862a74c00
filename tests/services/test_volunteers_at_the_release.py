"""A volunteer's review that isn't started when reviews become free for all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from tests.support.logs import review_by, reviewing
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

ADA, BO, CY, EVE = 7, 8, 9, 11
RELEASE = FIRST_POST + timedelta(days=6)


async def test_it_belongs_to_nobody_and_the_volunteer_is_not_reminded(app: App) -> None:
    await reviewing(app, ADA, BO, CY, reviewers=1)
    await app.deliver()
    app.now = RELEASE - timedelta(minutes=1)
    taken = (await app.reviews.next_for(viewer(EVE))).log
    await app.reviews.claim(taken.id, viewer(EVE))
    await app.at(RELEASE)
    happened = await app.reviews.of_week(taken.week_id or 0)
    assert happened.reviews == ()
    (reminder,) = [entry for entry in await app.entries() if entry.kind is Kind.REVIEW_REMINDER]
    assert reminder.details["members"] == [ADA, BO, CY]


async def test_a_form_opened_before_that_still_counts(app: App) -> None:
    await reviewing(app, ADA, BO, CY, reviewers=1)
    await app.deliver()
    app.now = RELEASE - timedelta(minutes=1)
    taken = (await app.reviews.next_for(viewer(EVE))).log
    await app.reviews.claim(taken.id, viewer(EVE))
    await app.at(RELEASE)
    await app.reviews.submit(review_by(EVE, taken))
    happened = await app.reviews.of_week(taken.week_id or 0)
    assert [review.reviewer_id for review in happened.reviews if review.is_written] == [EVE]
