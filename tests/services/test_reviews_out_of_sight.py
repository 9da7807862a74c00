"""Reviews in a channel or server that a member may not view, and polls that were sent or given up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs.club import SettingsChange
from bot.core.errors import ClubError, NotNowError, ReviewKeptError
from bot.core.outbox.entry import Cancelled, Sent
from bot.services.reviews.changes import NoSuchReviewError
from bot.services.reviews.writing import ReviewSaved
from bot.storage.polls import rows as poll_rows
from bot.storage.reviews import rows as review_rows
from tests.support.logs import review_by, reviewing
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.troubles import DELETED
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.polls.poll import Poll
    from tests.support.reading_clubs import App

ADA, BO, EVE = 7, 8, 11
MESSAGE = 4711


async def test_a_written_review_is_shown_to_members_who_may_view_its_channel(app: App) -> None:
    await reviewing(app, ADA, BO)
    log = (await app.reviews.next_for(viewer(ADA))).log
    saved = await app.reviews.submit(review_by(ADA, log))
    assert isinstance(saved, ReviewSaved)
    async with app.database.write_transaction() as connection:
        await review_rows.change_review(connection, saved.review.id, message_id=MESSAGE)
    seen = await app.my_reviews.at_message(MESSAGE, viewer(EVE))
    assert seen
    assert seen.review.id == saved.review.id
    for outsider in (viewer(EVE, hidden=[CHANNEL]), viewer(EVE, SERVER + 1), viewer(ADA, hidden=[CHANNEL])):
        assert await app.my_reviews.at_message(MESSAGE, outsider) is None
        assert await app.my_reviews.numbered(saved.review.id, outsider) is None
    assert (await app.my_reviews.own(saved.review.token, viewer(ADA))).may_change
    with pytest.raises(NoSuchReviewError):
        await app.my_reviews.own(saved.review.token, viewer(ADA, hidden=[CHANNEL]))


async def test_nobody_is_offered_a_log_in_a_channel_they_may_not_see(app: App) -> None:
    await reviewing(app, ADA, BO)
    assert (await app.reviews.next_for(viewer(EVE))).log.author_id in {ADA, BO}
    for member in (EVE, ADA):
        with pytest.raises(NotNowError):
            await app.reviews.next_for(viewer(member, hidden=[CHANNEL]))


async def test_a_week_posted_in_a_hidden_channel_stays_hidden_after_its_club_moved(app: App) -> None:
    club = await reviewing(app, ADA, BO)
    await app.clubs.edit(club, SettingsChange({"channel_id": CHANNEL + 1}), viewer())
    assert (await app.reviews.next_for(viewer(EVE))).log.author_id in {ADA, BO}
    with pytest.raises(NotNowError):
        await app.reviews.next_for(viewer(EVE, hidden=[CHANNEL]))


async def test_a_form_from_another_server_keeps_no_draft(app: App) -> None:
    await reviewing(app, ADA, BO)
    form = review_by(ADA, (await app.reviews.next_for(viewer(ADA))).log)
    unfinished = replace(form, text=replace(form.text, question=""))
    with pytest.raises(ClubError) as refusal:
        await app.reviews.submit(replace(unfinished, viewer=viewer(ADA, SERVER + 1)))
    assert not isinstance(refusal.value, ReviewKeptError)
    assert await app.reviews.drafts(ADA) == []


async def poll_now(app: App, poll: Poll) -> Poll:
    async with app.database.read_transaction() as connection:
        found = await poll_rows.poll_by_id(connection, poll.id)
    assert found
    return found


@pytest.mark.parametrize("outcome", [Sent(MESSAGE), Cancelled(DELETED)])
async def test_a_sent_poll_has_its_message_and_a_cancelled_one_is_over(app: App, outcome: Sent | Cancelled) -> None:
    club = await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    poll = await app.polls.start(club)
    (entry,) = await app.outbox.due(10)
    marked = await app.outbox.mark_sending(entry)
    assert marked
    await app.outbox.record(marked, outcome)
    is_sent = isinstance(outcome, Sent)
    present = await poll_now(app, poll)
    assert (present.is_open, present.message_id) == (is_sent, MESSAGE if is_sent else None)
    assert await app.outbox.due(10) == []
