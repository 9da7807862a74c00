"""Who takes one more review up: looking reserves nothing, and nobody is refused for what somebody else looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotNowError, NotYoursError, ReviewKeptError
from bot.core.review_duties import VOLUNTEER_KEEPS
from bot.core.weeks import Answer
from bot.services.review_turns import Call
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


async def reviewers_of(house: House, log: PaperLog) -> list[int]:
    """Whose turn the log is, or was, in the order of the turns."""
    happened = await house.reviews.of_week(log.week_id or 0)
    return [review.reviewer_id for review in happened.reviews if review.log_id == log.id]


async def test_looking_reserves_nothing(house: House) -> None:
    club, late = await with_a_late_log(house)
    for _ in range(2):
        turn = await house.reviews.next_for(viewer(ADA))
        assert (turn.log.id, turn.call) == (late.id, Call.MORE)
    assert await reviewers_of(house, late) == []
    assert await house.reviews.owed_by(ADA, club) == []
    assert (await house.reviews.next_for(viewer(BO))).log.id == late.id


async def test_a_turn_begins_with_its_form_and_ends_after_two_hours(house: House) -> None:
    club, late = await with_a_late_log(house)
    await house.reviews.claim(late.id, viewer(ADA))
    assert [turn.log.id for turn in await house.reviews.owed_by(ADA, club)] == [late.id]
    house.now += VOLUNTEER_KEEPS - SECOND
    assert await reviewers_of(house, late) == [ADA]
    house.now += SECOND
    assert await reviewers_of(house, late) == []
    assert await house.reviews.owed_by(ADA, club) == []


async def test_the_button_opens_whatever_the_command_shows(house: House) -> None:
    """Before the last day a volunteer is shown logs that others are to review: the button takes them as well."""
    await reviewing(house, ADA, BO, CY, DEE)
    shown = []
    while True:
        try:
            turn = await house.reviews.next_for(viewer(EVE))
        except NotNowError:
            break
        shown.append(turn.log.author_id)
        assert (await house.reviews.claim(turn.log.id, viewer(EVE))).log.id == turn.log.id
        await house.reviews.submit(review_by(EVE, turn.log))
        house.now += timedelta(minutes=1)
    assert sorted(shown) == [ADA, BO, CY, DEE]


async def test_two_who_take_up_the_same_log_are_both_taken(house: House) -> None:
    """The second is sent elsewhere where that helps, and never refused once they have typed."""
    _, late = await with_a_late_log(house)
    for member in (ADA, BO):
        await house.reviews.claim(late.id, viewer(member))
    for member in (ADA, BO):
        assert isinstance(await house.reviews.submit(review_by(member, late)), ReviewSaved)
    assert await reviewers_of(house, late) == [ADA, BO]


async def test_a_volunteer_is_sent_where_nobody_is_at_work(house: House) -> None:
    await reviewing(house, ADA, BO, CY, DEE, reviewers=1)
    first = (await house.reviews.next_for(viewer(EVE))).log
    await house.reviews.claim(first.id, viewer(EVE))
    assert (await house.reviews.next_for(viewer(99))).log.id != first.id


async def test_two_who_look_at_the_same_time_are_sent_to_different_logs(house: House) -> None:
    await reviewing(house, ADA, BO, CY, DEE, reviewers=1)
    logs = [(await house.reviews.next_for(viewer(user))).log.id for user in (EVE, 99, EVE)]
    assert logs[0] == logs[2] != logs[1]


async def test_a_form_that_is_sent_later_counts_all_the_same(house: House) -> None:
    _, late = await with_a_late_log(house)
    await house.reviews.claim(late.id, viewer(ADA))
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
    await house.reviews.claim(late.id, viewer(ADA))
    house.now += VOLUNTEER_KEEPS - SECOND
    await house.reviews.claim(late.id, viewer(ADA))
    house.now += VOLUNTEER_KEEPS - SECOND
    assert len(await house.reviews.owed_by(ADA, club)) == 1


async def test_a_review_that_was_given_out_does_not_lapse(house: House) -> None:
    club, _ = await with_a_late_log(house)
    house.now += VOLUNTEER_KEEPS
    (owed,) = await house.reviews.owed_by(CY, club)
    assert owed.review.origin is Origin.GIVEN


async def test_ones_own_reviews_come_first(house: House) -> None:
    club, late = await with_a_late_log(house)
    (owed,) = await house.reviews.owed_by(CY, club)
    with pytest.raises(NotYoursError, match="Write yours first"):
        await house.reviews.claim(late.id, viewer(CY))
    assert (await house.reviews.next_for(viewer(CY))).log.id == owed.log.id


async def test_who_was_freed_while_typing_is_not_refused(house: House) -> None:
    """Of two reviews one is begun and stays; the other one's form is open when its writer can't after all."""
    club = await reviewing(house, ADA, BO, CY, DEE, EVE)
    begun, typed = await house.reviews.owed_by(ADA, club)
    with pytest.raises(ReviewKeptError):
        await house.reviews.submit(review_by(ADA, begun.log, strongest="nothing of the kind"))
    await house.reviews.claim(typed.log.id, viewer(ADA))
    await house.answer((await house.entries())[0].key, ADA, Answer.OUT)
    assert [turn.log.id for turn in await house.reviews.owed_by(ADA, club)] == [begun.log.id]
    assert (await house.reviews.submit(review_by(ADA, typed.log))).review.is_written


async def test_a_volunteer_who_cant_after_all_gives_nobody_anything(house: House) -> None:
    """Or one member could hand reviews to others, and call them, as often as they like."""
    club, late = await with_a_late_log(house)
    post = (await house.entries())[0].key
    before = len(await house.entries())
    for _ in range(3):
        await house.reviews.claim(late.id, viewer(ADA))
        await house.answer(post, ADA, Answer.OUT)
        assert await reviewers_of(house, late) == []
        house.now += timedelta(minutes=1)
        await house.answer(post, ADA, Answer.OUT)
        house.now += timedelta(minutes=1)
    assert len(await house.entries()) == before
    assert await house.reviews.owed_by(ADA, club) == []


async def test_a_duty_may_fall_on_what_was_put_away(house: House) -> None:
    club, late = await with_a_late_log(house)
    assert (await house.reviews.claim(late.id, viewer(DEE))).log.id == late.id
    house.now += VOLUNTEER_KEEPS
    await write(house, DEE)
    (owed,) = await house.reviews.owed_by(DEE, club)
    assert (owed.log.id, owed.review.origin) == (late.id, Origin.GIVEN)
