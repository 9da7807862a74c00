"""Who takes one more review up and puts the form away keeps others from it for two hours, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotYoursError
from bot.core.review_duties import VOLUNTEER_KEEPS
from bot.services.review_writing import ReviewSaved
from bot.storage.reviews import Origin
from tests.support.logs import review_by, reviewing, write
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.storage.paper_logs import PaperLog
    from tests.support.reading_clubs import House

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
SECOND = timedelta(seconds=1)


async def with_a_late_log(house: House) -> tuple[Club, PaperLog]:
    """Ada and Bo have done what was theirs, and Eve's late log has nobody."""
    club = await reviewing(house, ADA, BO, CY, reviewers=1)
    for member in (ADA, BO):
        await house.reviews.submit(review_by(member, (await house.reviews.next_for(viewer(member))).log))
    late = (await write(house, EVE)).log
    await house.deliver()
    return club, late


async def test_the_log_is_offered_to_others_after_two_hours(house: House) -> None:
    club, late = await with_a_late_log(house)
    assert (await house.reviews.next_for(viewer(ADA))).log.id == late.id
    assert [turn.log.id for turn in await house.reviews.owed_by(ADA, club)] == [late.id]
    house.now += VOLUNTEER_KEEPS - SECOND
    with pytest.raises(NotYoursError, match="review"):
        await house.reviews.claim(late.id, viewer(BO))
    house.now += SECOND
    assert await house.reviews.owed_by(ADA, club) == []
    assert (await house.reviews.next_for(viewer(BO))).log.id == late.id
    assert [turn.log.id for turn in await house.reviews.owed_by(BO, club)] == [late.id]


async def test_a_form_that_is_sent_later_counts_all_the_same(house: House) -> None:
    _, late = await with_a_late_log(house)
    await house.reviews.next_for(viewer(ADA))
    house.now += VOLUNTEER_KEEPS
    await house.reviews.claim(late.id, viewer(BO))
    for member in (ADA, BO):
        saved = await house.reviews.submit(review_by(member, late))
        assert isinstance(saved, ReviewSaved)
        assert saved.review.log_id == late.id
    written = [review.reviewer_id for review in (await house.reviews.of_week(late.week_id or 0)).written]
    assert sorted(written) == [ADA, ADA, BO, BO]


async def test_coming_back_to_it_gives_time_anew(house: House) -> None:
    club, late = await with_a_late_log(house)
    await house.reviews.next_for(viewer(ADA))
    house.now += VOLUNTEER_KEEPS - SECOND
    await house.reviews.claim(late.id, viewer(ADA))
    house.now += VOLUNTEER_KEEPS - SECOND
    assert len(await house.reviews.owed_by(ADA, club)) == 1
    with pytest.raises(NotYoursError):
        await house.reviews.claim(late.id, viewer(BO))


async def test_a_review_that_was_given_out_does_not_lapse(house: House) -> None:
    club, _ = await with_a_late_log(house)
    house.now += VOLUNTEER_KEEPS
    (owed,) = await house.reviews.owed_by(CY, club)
    assert owed.review.origin is Origin.GIVEN
    with pytest.raises(NotYoursError):
        await house.reviews.claim(owed.log.id, viewer(DEE))


async def test_a_duty_may_fall_on_what_was_put_away(house: House) -> None:
    club, late = await with_a_late_log(house)
    assert (await house.reviews.next_for(viewer(DEE))).log.id == late.id
    house.now += VOLUNTEER_KEEPS
    await write(house, DEE)
    (owed,) = await house.reviews.owed_by(DEE, club)
    assert (owed.log.id, owed.review.origin) == (late.id, Origin.GIVEN)
