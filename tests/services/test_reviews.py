"""Reviews on a real database: who has to write one, what is kept, who may do what."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NoSuchLogError, NotYoursError, ReviewKeptError
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer
from bot.services.reviews.assignments import LogOutsideWeeksError, LogsStillOpenError, OwnLogError, OwnReviewFirstError
from bot.services.reviews.service import AllReviewedError, NothingToReviewError
from tests.support.logs import interactions, review_by, reviewing, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.services.reviews.service import ReviewTask

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
FIVE, EIGHT = (ADA, BO, CY, DEE, EVE), (ADA, BO, CY, DEE, EVE, 12, 13, 14)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLOSING, RELEASE, END = FIRST_POST + 5 * DAY, FIRST_POST + 6 * DAY, FIRST_POST + 7 * DAY


async def task_of(app: App, user_id: int) -> ReviewTask:
    return await app.reviews.next_for(viewer(user_id))


async def log_ids(app: App) -> dict[int, int]:
    """The log of each author."""
    (week, *_) = await app.week_rows()
    return {log.author_id: log.id for log in (await app.reviews.of_week(week.id)).logs}


async def pairs(app: App) -> set[tuple[int, int]]:
    """(reviewer, author) of every open or written review."""
    (week, *_) = await app.week_rows()
    return {(review.reviewer_id, review.author_id) for review in (await app.reviews.of_week(week.id)).reviews}


async def test_a_review_is_stored_once_and_replies_to_the_log(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    assert (task.review.reviewer_id, task.log.author_id != ADA, task.draft, task.is_late) == (ADA, True, None, False)
    form = review_by(ADA, task.log)
    first, *others = await asyncio.gather(*(app.reviews.submit(form) for _ in range(4)))
    assert [first.already, *(other.already for other in others)] == [False, True, True, True]
    entry = (await app.entries())[-1]
    assert (entry.kind, entry.channel_id) == (Kind.REVIEW, task.log.channel_id)
    assert entry.key.endswith(f"-review-{first.review.token}")
    assert await app.deliver() == [entry.key]
    view = await app.reviews.to_send(first.review.id)
    assert view
    assert (view.review.text, view.log.message_id, view.names_reviewer) == (form.text, task.log.message_id, True)
    assert view.review.message_id is not None
    with pytest.raises(ReviewKeptError, match="ReviewedAlreadyError"):
        await app.reviews.submit(review_by(ADA, task.log))


async def test_assigned_reviews_come_first_then_one_more_for_volunteers(app: App) -> None:
    club = await reviewing(app, *EIGHT)
    given = {author for reviewer, author in await pairs(app) if reviewer == ADA}
    assert {task.log.author_id for task in await app.owed_by(ADA, club)} == given
    done = []
    for _ in range(5):
        task = await task_of(app, ADA)
        await app.reviews.submit(review_by(ADA, task.log))
        done.append(task.log.author_id)
    assert set(done[:2]) == given
    # The member who reviews the viewer's own log is left out.
    assert len(set(done)) == 5
    assert await app.owed_by(ADA, club) == []
    with pytest.raises(AllReviewedError):
        await task_of(app, ADA)


async def test_a_member_is_told_where_to_go_for_a_log_that_is_not_theirs(app: App) -> None:
    await reviewing(app, *FIVE)
    ids = await log_ids(app)
    mine = {author for reviewer, author in await pairs(app) if reviewer == ADA}
    other = next(author for author in FIVE if author not in mine and author != ADA)
    with pytest.raises(OwnReviewFirstError) as refusal:
        await app.reviews.claim(ids[other], viewer(ADA))
    assert refusal.value.author in mine
    assert set(refusal.value.reviewers) == {reviewer for reviewer, of in await pairs(app) if of == other}
    with pytest.raises(OwnLogError):
        await app.reviews.claim(ids[ADA], viewer(ADA))
    for server, log_id in ((SERVER + 1, ids[BO]), (None, ids[BO]), (SERVER, 999)):
        with pytest.raises(NoSuchLogError, match="UnknownLogError"):
            await app.reviews.claim(log_id, viewer(ADA, server))
    forged = review_by(ADA, (await app.logs.show(ids[other], viewer(ADA))).log)
    with pytest.raises(ReviewKeptError, match="OwnReviewFirstError"):
        await app.reviews.submit(forged)
    with pytest.raises(NoSuchLogError):
        await app.reviews.submit(replace(forged, viewer=viewer(ADA, SERVER + 1)))
    assert not [entry for entry in await app.entries() if entry.kind is Kind.REVIEW]


async def test_while_logs_are_open_nobody_reviews(app: App) -> None:
    await reviewing(app, ADA, BO, closed=False)
    with pytest.raises(LogsStillOpenError):
        await app.reviews.claim((await log_ids(app))[BO], viewer(ADA))
    with pytest.raises(NothingToReviewError):
        await task_of(app, ADA)


async def test_anonymous_reviewers_are_shown_only_to_organizers(app: App) -> None:
    await reviewing(app, *FIVE, anonymous=True)
    task = await task_of(app, ADA)
    saved = await app.reviews.submit(review_by(ADA, task.log))
    seen = {
        reader: [
            view.names_reviewer
            for view in await app.reviews.reviews_of(task.log.id, SERVER, reader[0], is_organizer=reader[1])
        ]
        for reader in ((task.log.author_id, False), (ADA, False), (99, True))
    }
    assert list(seen.values()) == [[False], [True], [True]]
    view = await app.reviews.to_send(saved.review.id)
    assert view
    assert not view.names_reviewer
    ids, given = await log_ids(app), await pairs(app)
    other = min(set(ids) - {BO, task.log.author_id, *(author for reviewer, author in given if reviewer == BO)})
    with pytest.raises(OwnReviewFirstError) as refusal:
        await app.reviews.claim(ids[other], viewer(BO))
    assert (refusal.value.is_for_others, refusal.value.reviewers) == (True, ())


async def test_the_author_marks_a_review_helpful_and_it_counts_once(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    review = (await app.reviews.submit(review_by(ADA, task.log))).review
    for user in (ADA, 99):
        with pytest.raises(NotYoursError):
            await app.reviews.helpful(review.id, viewer(user))
    with pytest.raises(NoSuchLogError):
        await app.reviews.helpful(review.id, viewer(task.log.author_id, SERVER + 1))
    before = len(await app.entries())
    assert await app.reviews.helpful(review.id, viewer(task.log.author_id))
    assert not await app.reviews.helpful(review.id, viewer(task.log.author_id))
    assert len(await app.entries()) == before


async def test_reviewers_are_told_of_a_revision_once(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    author = task.log.author_id
    await write(app, author, text_by(author, " At last."), log_id=task.log.id)
    assert Kind.REVISED not in [entry.kind for entry in await app.entries()]
    # The form was opened before the revision, and quotes the earlier text.
    await app.reviews.submit(review_by(ADA, task.log, strongest=task.log.text.approach))
    for twist in (" Once.", " Twice."):
        await write(app, author, text_by(author, twist), log_id=task.log.id)
    told = [entry for entry in await app.entries() if entry.kind is Kind.REVISED]
    assert [(entry.details["log_id"], entry.details["version"]) for entry in told] == [(task.log.id, 3)]
    assert (await app.logs.show(task.log.id, viewer(ADA))).log.version == 4


async def test_a_quotation_of_an_earlier_version_is_accepted(app: App) -> None:
    await reviewing(app, ADA, BO)
    task = await task_of(app, ADA)
    await write(
        app, BO, replace(text_by(BO), problem="Something else is the problem of case 8 now."), log_id=task.log.id
    )
    saved = await app.reviews.submit(review_by(ADA, task.log, strongest=task.log.text.problem))
    assert saved.review.log_version == 1


async def test_a_withdrawn_log_frees_its_reviewers_and_keeps_its_reviews(app: App) -> None:
    club = await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    author = task.log.author_id
    await app.reviews.submit(review_by(ADA, task.log))
    left = [reviewer for reviewer, of in await pairs(app) if of == author and reviewer != ADA]
    await app.logs.withdraw(task.log.id, viewer(author))
    assert (await app.entries())[-1].kind is Kind.LOG_EDIT
    for reviewer in left:
        assert author not in [owed.log.author_id for owed in await app.owed_by(reviewer, club)]
        with pytest.raises(ReviewKeptError, match="LogNeedsNoReviewError"):
            await app.reviews.submit(review_by(reviewer, task.log))
    views = await app.reviews.reviews_of(task.log.id, SERVER, author, is_organizer=False)
    assert [view.review.reviewer_id for view in views] == [ADA]
    assert len(await app.owed_by(author, club)) == 2


async def test_cant_this_week_passes_reviews_to_others_immediately(app: App) -> None:
    club = await reviewing(app, *EIGHT)
    before = await pairs(app)
    key = (await app.entries())[0].key
    await app.answer(key, ADA, Answer.OUT)
    after = await pairs(app)
    assert await app.owed_by(ADA, club) == []
    assert {pair for pair in before if pair[0] != ADA} <= after
    assert len(after) == len(before)
    told = [entry for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert len(told) == 2
    ids = await log_ids(app)
    assert {tuple(given) for given in told[1].details["given"]} == {
        (reviewer, ids[author]) for reviewer, author in after - before
    }
    # Their own log keeps its reviewers.
    assert len([pair for pair in after if pair[1] == ADA]) == 2
    for answer in (Answer.OUT, Answer.OUT, Answer.IN):
        await app.answer(key, ADA, answer)
    assert await pairs(app) == after
    await app.deliver()


async def test_near_the_end_unstarted_reviews_are_free_for_all(app: App) -> None:
    club = await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    await app.reviews.submit(review_by(ADA, task.log))
    await app.at(RELEASE - HOUR)
    assert len(await pairs(app)) == 10
    await app.at(RELEASE)
    assert await pairs(app) == {(ADA, task.log.author_id)}
    reminder = (await app.entries())[-1]
    assert (reminder.kind, reminder.details["members"]) == (Kind.REVIEW_REMINDER, list(FIVE))
    assert await app.owed_by(BO, club) == []
    ids = await log_ids(app)
    # First those without any review. A member without a log may help too.
    helper = await task_of(app, 99)
    assert helper.log.author_id != task.log.author_id
    await app.reviews.submit(review_by(99, helper.log))
    free = next(author for author in FIVE if author not in {BO, task.log.author_id, helper.log.author_id})
    assert (await app.reviews.claim(ids[free], viewer(BO))).review.reviewer_id == BO


async def test_members_who_are_done_are_asked_by_name_for_a_log_without_reviews(app: App) -> None:
    await reviewing(app, *FIVE)
    reviewed = set()
    for _ in range(2):
        task = await task_of(app, ADA)
        await app.reviews.submit(review_by(ADA, task.log))
        reviewed.add(task.log.author_id)
    await app.at(RELEASE)
    details = (await app.entries())[-1].details
    assert ADA not in details["members"]
    ((asked, log_id),) = details["asked"]
    assert asked == ADA
    assert log_id not in {number for author, number in (await log_ids(app)).items() if author in {ADA, *reviewed}}


async def test_a_form_opened_before_the_pool_is_still_accepted(app: App) -> None:
    await reviewing(app, *FIVE)
    task = await task_of(app, ADA)
    await app.at(RELEASE)
    saved = await app.reviews.submit(review_by(ADA, task.log))
    assert saved.review.reviewer_id == ADA
    late = await task_of(app, BO)
    await app.at(END)
    after = await app.reviews.claim(late.log.id, viewer(BO))
    assert after.is_late
    assert (await app.reviews.submit(review_by(BO, late.log))).review.is_written


async def test_a_late_log_joins_the_pool_and_its_author_gets_one_review(app: App) -> None:
    club = await reviewing(app, ADA, BO, CY)
    assert len(await pairs(app)) == 6
    await write(app, EVE, interaction_id=next(interactions))
    (owed,) = await app.owed_by(EVE, club)
    assert owed.log.author_id in {ADA, BO, CY}
    await app.deliver()
    for _ in range(2):
        await app.reviews.submit(review_by(ADA, (await task_of(app, ADA)).log))
    assert (await task_of(app, ADA)).log.author_id == EVE
    await write(app, EVE)
    assert len(await app.owed_by(EVE, club)) == 1


async def test_logs_outside_of_weeks_are_not_reviewed(app: App) -> None:
    await reviewing(app, ADA, BO)
    outside = await write(app, BO, paper_key="chinchilla")
    with pytest.raises(LogOutsideWeeksError):
        await app.reviews.claim(outside.log.id, viewer(ADA))
