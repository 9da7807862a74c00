"""Six reviews within a minute are enough; the seventh waits, and its text is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ReviewKeptError
from tests.services.test_reviews import ADA, EIGHT, RELEASE, log_ids
from tests.support.logs import interactions, review_by, reviewing
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import House


async def test_a_seventh_review_within_a_minute_has_to_wait_and_is_kept(house: House) -> None:
    await reviewing(house, *EIGHT, reviewers=1)
    house.now = RELEASE
    await house.tick()
    ids = await log_ids(house)
    *first, last = [author for author in EIGHT if author != ADA]
    for author in first:
        await house.reviews.submit(review_by(ADA, (await house.reviews.claim(ids[author], viewer(ADA))).log))
    late = review_by(ADA, (await house.reviews.claim(ids[last], viewer(ADA))).log)
    with pytest.raises(ReviewKeptError, match="6 reviews within a minute"):
        await house.reviews.submit(late)
    (draft,) = await house.reviews.drafts(ADA)
    assert draft.text == late.text
    house.now += timedelta(minutes=1)
    again = await house.reviews.submit(replace(late, interaction_id=next(interactions)))
    assert again.review.log_id == ids[last]
