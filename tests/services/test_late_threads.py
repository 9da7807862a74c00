"""A week whose thread opens late, as where a permission was missing for days: nothing that was written stays unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import EntryState, Kind, Refused, Sent, Threaded
from bot.core.weeks import Answer
from bot.services.review_writing import ReviewSaved
from tests.support.logs import review_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from tests.support.reading_clubs import House

ADA, BO, CY = 7, 8, 9
DAY = timedelta(days=1)
POST_ID = 4711


async def week_without_thread(house: House) -> Club:
    """Its post is up, and the bot may open no threads."""
    club = await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    (post,) = await house.outbox.due(1)
    marked = await house.outbox.mark_sending(post)
    assert marked
    posted = await house.outbox.record(marked, Sent(POST_ID))
    assert posted
    await house.outbox.record(posted, Refused("I lack **Create Public Threads** in the channel."))
    return club


async def open_thread(house: House, club: Club) -> None:
    """Once it is allowed."""
    await house.clubs.retry(club)
    post, *_ = [entry for entry in await house.entries() if entry.kind is Kind.POST]
    assert post.state is EntryState.POSTED
    await house.outbox.record(post, Threaded())


def told_in_thread(entries: list[Entry]) -> list[Kind]:
    return [entry.kind for entry in entries if entry.channel_id == POST_ID]


async def test_reviews_that_were_written_before_are_posted_behind_their_logs(house: House) -> None:
    club = await week_without_thread(house)
    logs = {member: (await write(house, member)).log for member in (ADA, BO)}
    await house.at(FIRST_POST + timedelta(days=5))
    turn = await house.reviews.next_for(viewer(ADA))
    assert turn.log.id == logs[BO].id
    saved = await house.reviews.submit(review_by(ADA, turn.log))
    assert isinstance(saved, ReviewSaved)
    assert saved.entry_key is None
    await open_thread(house, club)
    assert told_in_thread(await house.entries()) == [Kind.LOG, Kind.LOG, Kind.ASSIGNMENTS, Kind.REVIEW]
    await house.deliver()
    assert (await house.reviews.to_send(saved.review.id)).review.message_id  # type: ignore[union-attr]


async def test_a_review_that_was_not_written_is_not_posted(house: House) -> None:
    club = await week_without_thread(house)
    for member in (ADA, BO):
        await write(house, member)
    await house.at(FIRST_POST + timedelta(days=5))
    await house.reviews.next_for(viewer(ADA))
    await open_thread(house, club)
    assert told_in_thread(await house.entries()) == [Kind.LOG, Kind.LOG, Kind.ASSIGNMENTS]


async def in_thread(house: House, kind: Kind) -> list[Entry]:
    return [entry for entry in await house.entries() if entry.channel_id == POST_ID and entry.kind is kind]


async def test_before_logs_close_the_reminder_is_made_up_for(house: House) -> None:
    club = await week_without_thread(house)
    key = (await house.entries())[0].key
    for member in (ADA, BO):
        await house.answer(key, member, Answer.IN)
    await write(house, BO)
    await house.at(FIRST_POST + 3 * DAY)
    await open_thread(house, club)
    (reminder,) = await in_thread(house, Kind.REMINDER)
    assert reminder.details["members"] == [ADA]
    await house.at(FIRST_POST + 4 * DAY)
    assert len(await in_thread(house, Kind.REMINDER)) == 1


async def test_a_reminder_that_is_still_to_come_is_not_made_twice(house: House) -> None:
    """The thread opens when its time has come, and before its step is taken."""
    club = await week_without_thread(house)
    await house.answer((await house.entries())[0].key, ADA, Answer.IN)
    house.now = FIRST_POST + 3 * DAY
    await open_thread(house, club)
    assert await in_thread(house, Kind.REMINDER) == []
    await house.tick()
    assert len(await in_thread(house, Kind.REMINDER)) == 1


async def test_after_logs_have_closed_reviewers_are_named(house: House) -> None:
    club = await week_without_thread(house)
    for member in (ADA, BO, CY):
        await write(house, member)
    await house.at(FIRST_POST + 5 * DAY)
    await open_thread(house, club)
    (named,) = await in_thread(house, Kind.ASSIGNMENTS)
    assert named.details["reviewers"] == [ADA, BO, CY]
    await house.at(FIRST_POST + 6 * DAY)
    assert len(await in_thread(house, Kind.REVIEW_REMINDER)) == 1
    await house.at(FIRST_POST + 7 * DAY)
    assert len(await in_thread(house, Kind.DIGEST)) == 1


async def test_a_log_alone_is_an_open_call(house: House) -> None:
    club = await week_without_thread(house)
    await write(house, ADA)
    await house.at(FIRST_POST + 5 * DAY)
    await open_thread(house, club)
    (call,) = await in_thread(house, Kind.ASSIGNMENTS)
    assert call.details == {"is_open_call": True}


async def test_near_the_end_one_message_says_what_is(house: House) -> None:
    """Not "these are yours" and "anybody may take them" within a second."""
    club = await week_without_thread(house)
    for member in (ADA, BO, CY):
        await write(house, member)
    await house.at(FIRST_POST + 5 * DAY)
    await house.at(FIRST_POST + 6 * DAY)
    await open_thread(house, club)
    assert await in_thread(house, Kind.ASSIGNMENTS) == []
    (reminder,) = await in_thread(house, Kind.REVIEW_REMINDER)
    assert reminder.details["members"] == [ADA, BO, CY]
    assert len(reminder.details["log_ids"]) == 3


async def test_after_the_week_the_digest_is_made_up_for(house: House) -> None:
    club = await week_without_thread(house)
    await write(house, ADA)
    for days in (5, 6, 7):
        await house.at(FIRST_POST + days * DAY)
    await open_thread(house, club)
    assert [entry.kind for entry in await house.entries() if entry.channel_id == POST_ID] == [Kind.LOG, Kind.DIGEST]
