"""Six reviews per minute are allowed. The seventh has to wait, and its text is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ReviewKeptError
from cogs.ui.refusals import sentence
from tests.services.test_reviews import ADA, EIGHT, RELEASE, log_ids
from tests.support.logs import interactions, review_by, reviewing
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App


async def test_a_seventh_review_within_a_minute_has_to_wait_and_is_kept(app: App) -> None:
    await reviewing(app, *EIGHT, reviewers=1)
    app.now = RELEASE
    await app.tick()
    ids = await log_ids(app)
    *first, last = [author for author in EIGHT if author != ADA]
    for author in first:
        await app.reviews.submit(review_by(ADA, (await app.reviews.claim(ids[author], viewer(ADA))).log))
    late = review_by(ADA, (await app.reviews.claim(ids[last], viewer(ADA))).log)
    with pytest.raises(ReviewKeptError) as refusal:
        await app.reviews.submit(late)
    assert sentence(refusal.value.reason).startswith("You're going fast: 6 reviews in a minute")
    (draft,) = await app.reviews.drafts(ADA)
    assert draft.text == late.text
    app.now += timedelta(minutes=1)
    again = await app.reviews.submit(replace(late, interaction_id=next(interactions)))
    assert again.review.log_id == ids[last]
