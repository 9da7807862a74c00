"""The reading guide's entry: exactly one for each week, however and whenever its thread opens, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.entry import EntryState, Refused, Sent, Threaded
from bot.core.outbox.kinds import Kind
from bot.core.weeks.details import PostDetails
from bot.storage.backups.after_restore import note_restore
from tests.support.reading_clubs import FIRST_POST, WEEK
from tests.support.troubles import lacks

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

DAY = timedelta(days=1)
POST_ID = 4711


async def guides(app: App) -> list[Entry]:
    return [entry for entry in await app.entries(with_guides=True) if entry.kind is Kind.GUIDE]


async def marked(app: App, details: PostDetails | None = None) -> Entry:
    """The week's post while it is being sent, composed as the details say."""
    (post,) = await app.outbox.due(1)
    composed = replace(post, details=(details or PostDetails("Week 1", has_guide=True)).stored())
    found = await app.outbox.mark_sending(composed)
    assert found
    return found


@pytest.mark.parametrize("is_forum", [False, True])
async def test_it_follows_once_the_thread_is_open(app: App, *, is_forum: bool) -> None:
    await app.club("lora", is_forum=is_forum)
    await app.at(FIRST_POST)
    posted = await app.outbox.record(await marked(app), Sent(POST_ID))
    assert posted
    if not is_forum:
        assert await guides(app) == []
        await app.outbox.record(posted, Threaded())
    (guide,) = await guides(app)
    assert (guide.channel_id, guide.state, guide.week_id) == (POST_ID, EntryState.PENDING, 1)
    assert guide.key.endswith("-260111-guide")
    assert guide.nonce == guide.key
    for days in (1, 4, 6):
        await app.at(FIRST_POST + days * DAY)
        await app.deliver()
    assert len(await guides(app)) == 1


async def test_a_process_that_dies_in_between_leaves_one(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await marked(app)
    assert await app.outbox.recover() == 1
    (post,) = await app.outbox.due(1)
    found = await app.outbox.record(post, Sent(POST_ID))
    assert found
    assert await app.outbox.record(found, Threaded())
    # A second answer about the same step comes late, and changes nothing.
    assert await app.outbox.record(found, Threaded()) is None
    assert len(await guides(app)) == 1


async def test_a_post_from_before_the_guides_gets_none(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    posted = await app.outbox.record(await marked(app, PostDetails("Week 1")), Sent(POST_ID))
    assert posted
    await app.outbox.record(posted, Threaded())
    assert await guides(app) == []
    view = await app.weeks.current(club)
    assert view
    assert not view.has_guide


async def test_a_thread_that_opens_after_the_end_gets_none(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    posted = await app.outbox.record(await marked(app), Sent(POST_ID))
    assert posted
    await app.outbox.record(posted, Refused(lacks("Create Public Threads")))
    await app.at(FIRST_POST + WEEK + DAY)
    await app.clubs.retry(club)
    (post,) = [entry for entry in await app.entries() if entry.week_id == 1 and entry.kind is Kind.POST]
    await app.outbox.record(post, Threaded())
    assert await guides(app) == []


async def test_after_a_restore_it_is_looked_for_first(app: App) -> None:
    await app.club("lora")
    async with app.database.write_transaction() as connection:
        await note_restore(connection, app.now)
    await app.at(FIRST_POST)
    (post,) = await app.outbox.due(1)
    assert post.state is EntryState.UNKNOWN
    found = await app.outbox.record(post, Sent(POST_ID))
    assert found
    await app.outbox.record(found, Threaded())
    (guide,) = await guides(app)
    assert guide.state is EntryState.UNKNOWN
