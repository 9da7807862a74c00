"""A week whose thread opens late, as where a permission was missing for days: nothing that was written stays unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import EntryState, Kind, Refused, Sent, Threaded
from bot.services.review_writing import ReviewSaved
from tests.support.logs import review_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from tests.support.reading_clubs import House

ADA, BO = 7, 8
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
    (post,) = [entry for entry in await house.entries() if entry.kind is Kind.POST]
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
    assert told_in_thread(await house.entries()) == [Kind.LOG, Kind.LOG, Kind.REVIEW]
    await house.deliver()
    assert (await house.reviews.to_send(saved.review.id)).review.message_id  # type: ignore[union-attr]


async def test_what_was_not_written_is_not_posted(house: House) -> None:
    club = await week_without_thread(house)
    for member in (ADA, BO):
        await write(house, member)
    await house.at(FIRST_POST + timedelta(days=5))
    await house.reviews.next_for(viewer(ADA))
    await open_thread(house, club)
    assert told_in_thread(await house.entries()) == [Kind.LOG, Kind.LOG]
