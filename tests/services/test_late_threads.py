"""A week whose thread opens late, for example because a permission was missing for days: everything
written is shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState, Refused, Sent, Threaded
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer
from bot.services.reviews.writing import ReviewSaved
from tests.support.logs import review_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.troubles import lacks
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

ADA, BO, CY = 7, 8, 9
DAY = timedelta(days=1)
POST_ID = 4711


async def week_without_thread(app: App) -> Club:
    """Its post is up, but the bot may not open threads."""
    club = await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    (post,) = await app.outbox.due(1)
    marked = await app.outbox.mark_sending(post)
    assert marked
    posted = await app.outbox.record(marked, Sent(POST_ID))
    assert posted
    await app.outbox.record(posted, Refused(lacks("Create Public Threads")))
    return club


async def open_thread(app: App, club: Club) -> None:
    """Open it once that is allowed."""
    await app.clubs.retry(club)
    post, *_ = [entry for entry in await app.entries() if entry.kind is Kind.POST]
    assert post.state is EntryState.POSTED
    await app.outbox.record(post, Threaded())


def told_in_thread(entries: list[Entry]) -> list[Kind]:
    return [entry.kind for entry in entries if entry.channel_id == POST_ID]


async def test_reviews_written_before_are_posted_after_their_logs(app: App) -> None:
    club = await week_without_thread(app)
    logs = {member: (await write(app, member)).log for member in (ADA, BO)}
    await app.at(FIRST_POST + timedelta(days=5))
    task = await app.reviews.next_for(viewer(ADA))
    assert task.log.id == logs[BO].id
    saved = await app.reviews.submit(review_by(ADA, task.log))
    assert isinstance(saved, ReviewSaved)
    assert saved.entry_key is None
    await open_thread(app, club)
    assert told_in_thread(await app.entries()) == [Kind.LOG, Kind.LOG, Kind.ASSIGNMENTS, Kind.REVIEW]
    await app.deliver()
    assert (await app.reviews.to_send(saved.review.id)).review.message_id  # type: ignore[union-attr]


async def test_a_review_of_a_log_that_was_withdrawn_meanwhile_is_not_posted(app: App) -> None:
    club = await week_without_thread(app)
    for member in (ADA, BO):
        await write(app, member)
    await app.at(FIRST_POST + timedelta(days=5))
    log = (await app.reviews.next_for(viewer(ADA))).log
    await app.reviews.submit(review_by(ADA, log))
    await app.logs.withdraw(log.id, viewer(BO))
    await open_thread(app, club)
    assert Kind.REVIEW not in told_in_thread(await app.entries())


async def test_an_unwritten_review_is_not_posted(app: App) -> None:
    club = await week_without_thread(app)
    for member in (ADA, BO):
        await write(app, member)
    await app.at(FIRST_POST + timedelta(days=5))
    await app.reviews.next_for(viewer(ADA))
    await open_thread(app, club)
    assert told_in_thread(await app.entries()) == [Kind.LOG, Kind.LOG, Kind.ASSIGNMENTS]


async def in_thread(app: App, kind: Kind) -> list[Entry]:
    return [entry for entry in await app.entries() if entry.channel_id == POST_ID and entry.kind is kind]


async def test_before_logs_close_the_missed_reminder_is_sent(app: App) -> None:
    club = await week_without_thread(app)
    key = (await app.entries())[0].key
    for member in (ADA, BO):
        await app.answer(key, member, Answer.IN)
    await write(app, BO)
    await app.at(FIRST_POST + 3 * DAY)
    await open_thread(app, club)
    (reminder,) = await in_thread(app, Kind.REMINDER)
    assert reminder.details["members"] == [ADA]
    await app.at(FIRST_POST + 4 * DAY)
    assert len(await in_thread(app, Kind.REMINDER)) == 1


async def test_a_reminder_that_is_still_to_come_is_not_sent_twice(app: App) -> None:
    """The thread opens when the reminder is due, but before that step has run."""
    club = await week_without_thread(app)
    await app.answer((await app.entries())[0].key, ADA, Answer.IN)
    app.now = FIRST_POST + 3 * DAY
    await open_thread(app, club)
    assert await in_thread(app, Kind.REMINDER) == []
    await app.tick()
    assert len(await in_thread(app, Kind.REMINDER)) == 1


async def test_after_logs_have_closed_reviewers_are_named(app: App) -> None:
    club = await week_without_thread(app)
    for member in (ADA, BO, CY):
        await write(app, member)
    await app.at(FIRST_POST + 5 * DAY)
    await open_thread(app, club)
    (named,) = await in_thread(app, Kind.ASSIGNMENTS)
    assert named.details["reviewers"] == [ADA, BO, CY]
    await app.at(FIRST_POST + 6 * DAY)
    assert len(await in_thread(app, Kind.REVIEW_REMINDER)) == 1
    await app.at(FIRST_POST + 7 * DAY)
    assert len(await in_thread(app, Kind.DIGEST)) == 1


async def test_a_single_log_becomes_an_open_call(app: App) -> None:
    club = await week_without_thread(app)
    await write(app, ADA)
    await app.at(FIRST_POST + 5 * DAY)
    await open_thread(app, club)
    (call,) = await in_thread(app, Kind.ASSIGNMENTS)
    assert call.details == {"is_open_call": True}


async def test_near_the_end_a_single_message_describes_the_reviews(app: App) -> None:
    """Not "these are yours" followed within a second by "anybody may take them"."""
    club = await week_without_thread(app)
    for member in (ADA, BO, CY):
        await write(app, member)
    await app.at(FIRST_POST + 5 * DAY)
    await app.at(FIRST_POST + 6 * DAY)
    await open_thread(app, club)
    assert await in_thread(app, Kind.ASSIGNMENTS) == []
    (reminder,) = await in_thread(app, Kind.REVIEW_REMINDER)
    assert reminder.details["members"] == [ADA, BO, CY]
    assert len(reminder.details["log_ids"]) == 3


async def test_after_the_week_the_missed_digest_is_sent(app: App) -> None:
    club = await week_without_thread(app)
    await write(app, ADA)
    for days in (5, 6, 7):
        await app.at(FIRST_POST + days * DAY)
    await open_thread(app, club)
    assert [entry.kind for entry in await app.entries() if entry.channel_id == POST_ID] == [Kind.LOG, Kind.DIGEST]
