"""Volunteering for another review: viewing a log reserves nothing, and nobody is refused because somebody else viewed
it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotNowError, ReviewKeptError
from bot.core.reviews.reallocation import VOLUNTEER_KEEPS
from bot.core.reviews.review import Origin
from bot.core.weeks.week import Answer
from bot.services.reviews.assignments import OfferReason, OwnReviewFirstError
from bot.services.reviews.writing import ReviewSaved
from tests.support.logs import review_by, reviewing, write
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from tests.support.reading_clubs import App

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
SECOND = timedelta(seconds=1)


async def with_a_late_log(app: App) -> tuple[Club, PaperLog]:
    """Ada and Bo have written their reviews, and Eve's late log has none."""
    club = await reviewing(app, ADA, BO, CY, reviewers=1)
    for member in (ADA, BO):
        await app.reviews.submit(review_by(member, (await app.reviews.next_for(viewer(member))).log))
    late = (await write(app, EVE)).log
    await app.deliver()
    return club, late


async def reviewers_of(app: App, log: PaperLog) -> list[int]:
    """The log's current and former reviewers, in the order of the assignments."""
    happened = await app.reviews.of_week(log.week_id or 0)
    return [review.reviewer_id for review in happened.reviews if review.log_id == log.id]


async def test_viewing_reserves_nothing(app: App) -> None:
    club, late = await with_a_late_log(app)
    for _ in range(2):
        task = await app.reviews.next_for(viewer(ADA))
        assert (task.log.id, task.reason) == (late.id, OfferReason.MORE)
    assert await reviewers_of(app, late) == []
    assert await app.owed_by(ADA, club) == []
    assert (await app.reviews.next_for(viewer(BO))).log.id == late.id


async def test_a_volunteers_review_starts_with_its_form_and_ends_after_two_hours(app: App) -> None:
    club, late = await with_a_late_log(app)
    await app.reviews.claim(late.id, viewer(ADA))
    assert [task.log.id for task in await app.owed_by(ADA, club)] == [late.id]
    app.now += VOLUNTEER_KEEPS - SECOND
    assert await reviewers_of(app, late) == [ADA]
    app.now += SECOND
    assert await reviewers_of(app, late) == []
    assert await app.owed_by(ADA, club) == []


async def test_the_button_opens_the_log_that_the_command_shows(app: App) -> None:
    """Before the last day a volunteer is shown logs assigned to others. The button accepts them as well."""
    await reviewing(app, ADA, BO, CY, DEE)
    shown = []
    while True:
        try:
            task = await app.reviews.next_for(viewer(EVE))
        except NotNowError:
            break
        shown.append(task.log.author_id)
        assert (await app.reviews.claim(task.log.id, viewer(EVE))).log.id == task.log.id
        await app.reviews.submit(review_by(EVE, task.log))
        app.now += timedelta(minutes=1)
    assert sorted(shown) == [ADA, BO, CY, DEE]


async def test_two_volunteers_for_one_log_are_both_accepted(app: App) -> None:
    """The second is offered another log where that helps, and is never refused after typing."""
    _, late = await with_a_late_log(app)
    for member in (ADA, BO):
        await app.reviews.claim(late.id, viewer(member))
    for member in (ADA, BO):
        assert isinstance(await app.reviews.submit(review_by(member, late)), ReviewSaved)
    assert await reviewers_of(app, late) == [ADA, BO]


async def test_a_volunteer_is_offered_a_log_that_nobody_is_working_on(app: App) -> None:
    await reviewing(app, ADA, BO, CY, DEE, reviewers=1)
    first = (await app.reviews.next_for(viewer(EVE))).log
    await app.reviews.claim(first.id, viewer(EVE))
    assert (await app.reviews.next_for(viewer(99))).log.id != first.id


async def test_two_volunteers_at_the_same_time_are_offered_different_logs(app: App) -> None:
    await reviewing(app, ADA, BO, CY, DEE, reviewers=1)
    logs = [(await app.reviews.next_for(viewer(user))).log.id for user in (EVE, 99, EVE)]
    assert logs[0] == logs[2] != logs[1]


async def test_a_form_that_is_sent_late_still_counts(app: App) -> None:
    _, late = await with_a_late_log(app)
    await app.reviews.claim(late.id, viewer(ADA))
    app.now += VOLUNTEER_KEEPS
    await app.reviews.claim(late.id, viewer(BO))
    for member in (ADA, BO):
        saved = await app.reviews.submit(review_by(member, late))
        assert isinstance(saved, ReviewSaved)
        assert saved.review.log_id == late.id
    written = [review.reviewer_id for review in (await app.reviews.of_week(late.week_id or 0)).written]
    assert sorted(written) == [ADA, ADA, BO, BO]


async def test_opening_the_form_again_gives_more_time(app: App) -> None:
    club, late = await with_a_late_log(app)
    await app.reviews.claim(late.id, viewer(ADA))
    app.now += VOLUNTEER_KEEPS - SECOND
    await app.reviews.claim(late.id, viewer(ADA))
    app.now += VOLUNTEER_KEEPS - SECOND
    assert len(await app.owed_by(ADA, club)) == 1


async def test_an_assigned_review_does_not_expire(app: App) -> None:
    club, _ = await with_a_late_log(app)
    app.now += VOLUNTEER_KEEPS
    (owed,) = await app.owed_by(CY, club)
    assert owed.review.origin is Origin.GIVEN


async def test_a_members_assigned_reviews_come_first(app: App) -> None:
    club, late = await with_a_late_log(app)
    (owed,) = await app.owed_by(CY, club)
    with pytest.raises(OwnReviewFirstError) as refusal:
        await app.reviews.claim(late.id, viewer(CY))
    assert (refusal.value.author, refusal.value.is_for_others) == (owed.log.author_id, False)
    assert (await app.reviews.next_for(viewer(CY))).log.id == owed.log.id


async def test_a_reviewer_who_was_freed_while_typing_is_not_refused(app: App) -> None:
    """One of two reviews is started and stays. The other one's form is open when its writer can't review after all."""
    club = await reviewing(app, ADA, BO, CY, DEE, EVE)
    earlier_texts, typed = await app.owed_by(ADA, club)
    with pytest.raises(ReviewKeptError):
        await app.reviews.submit(review_by(ADA, earlier_texts.log, strongest="nothing of the kind"))
    await app.reviews.claim(typed.log.id, viewer(ADA))
    await app.answer((await app.entries())[0].key, ADA, Answer.OUT)
    assert [task.log.id for task in await app.owed_by(ADA, club)] == [earlier_texts.log.id]
    assert (await app.reviews.submit(review_by(ADA, typed.log))).review.is_written


async def test_a_volunteer_who_cant_after_all_passes_no_review_on(app: App) -> None:
    """Otherwise one member could pass reviews to others, and ping them, as often as they like."""
    club, late = await with_a_late_log(app)
    post = (await app.entries())[0].key
    before = len(await app.entries())
    for _ in range(3):
        await app.reviews.claim(late.id, viewer(ADA))
        await app.answer(post, ADA, Answer.OUT)
        assert await reviewers_of(app, late) == []
        app.now += timedelta(minutes=1)
        await app.answer(post, ADA, Answer.OUT)
        app.now += timedelta(minutes=1)
    assert len(await app.entries()) == before
    assert await app.owed_by(ADA, club) == []


async def test_an_expired_voluntary_review_may_be_assigned(app: App) -> None:
    club, late = await with_a_late_log(app)
    assert (await app.reviews.claim(late.id, viewer(DEE))).log.id == late.id
    app.now += VOLUNTEER_KEEPS
    await write(app, DEE)
    (owed,) = await app.owed_by(DEE, club)
    assert (owed.log.id, owed.review.origin) == (late.id, Origin.GIVEN)
