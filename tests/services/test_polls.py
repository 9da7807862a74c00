"""Votes on what to read next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.entry import Cancelled
from bot.services.clubs.refusals import ClubClosedError
from bot.services.polls.ballots import NoSuchPollError
from bot.services.polls.starting import NoThreadForPollError, PollRunningError
from bot.services.weeks.refusals import NoWeekPlannedError
from tests.support.reading_clubs import FIRST_POST, SERVER, START, WEEK
from tests.support.troubles import DELETED
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

HOUR = timedelta(hours=1)


async def test_the_winner_is_read_next(app: App) -> None:
    club = await app.club("lora", "qlora")
    poll = await app.polls.start(club)
    assert len(poll.candidates) == 3
    assert poll.candidates[0] == "lora"
    assert await app.polls.due() == []
    app.now = poll.closes_at
    assert [due.id for due in await app.polls.due()] == [poll.id]
    await app.polls.count(poll.id, [0, 0, 1])
    await app.polls.count(poll.id, [0, 1, 0])  # counted already
    assert await app.syllabus.queue(club) == [poll.candidates[2], "lora", "qlora"]
    assert await app.polls.due() == []


async def test_it_ends_on_the_hour_before_the_post(app: App) -> None:
    poll = await app.polls.start(await app.club())
    assert (poll.closes_at - START) % HOUR == timedelta(0)
    assert FIRST_POST - 2 * HOUR < poll.closes_at <= FIRST_POST - HOUR


async def test_just_before_a_post_it_still_lasts_an_hour(app: App) -> None:
    club = await app.club()
    app.now = FIRST_POST - timedelta(minutes=10)
    assert (await app.polls.start(club)).closes_at == app.now + HOUR


async def test_one_poll_at_a_time(app: App) -> None:
    club = await app.club()
    await app.polls.start(club)
    with pytest.raises(PollRunningError):
        await app.polls.start(club)


async def test_a_poll_that_was_not_sent_does_not_prevent_another(app: App) -> None:
    club = await app.club()
    await app.polls.start(club)
    (entry,) = await app.outbox.due(10)
    await app.outbox.record(entry, Cancelled(DELETED))
    assert (await app.polls.start(club)).is_open


async def test_a_winner_that_was_read_meanwhile_is_not_read_again(app: App) -> None:
    club = await app.club("lora", "qlora")
    poll = await app.polls.start(club)
    await app.weeks.post_now(club)
    app.now = poll.closes_at
    await app.polls.count(poll.id, [3, 0, 0])
    assert await app.syllabus.queue(club) == ["qlora"]


async def test_nobody_voted(app: App) -> None:
    club = await app.club("lora")
    poll = await app.polls.start(club)
    await app.polls.count(poll.id, None)
    assert await app.syllabus.queue(club) == ["lora"]


async def test_in_a_forum_it_is_in_the_newest_thread(app: App) -> None:
    club = await app.club(is_forum=True)
    with pytest.raises(NoThreadForPollError):
        await app.polls.start(club)
    await app.at(FIRST_POST)
    await app.deliver()
    (week,) = await app.week_rows()
    await app.at(FIRST_POST + WEEK)  # the new week's post isn't up yet
    assert (await app.polls.start(club)).channel_id == week.thread_id


async def test_a_paused_club_has_nothing_to_vote_on(app: App) -> None:
    club = await app.club()
    await app.clubs.pause(club)
    with pytest.raises(NoWeekPlannedError):
        await app.polls.start(club)
    await app.clubs.close(club)
    with pytest.raises(ClubClosedError):
        await app.polls.start(club)


async def test_a_key_finds_its_poll_only_in_its_server(app: App) -> None:
    club = await app.club()
    poll = await app.polls.start(club)
    key = f"{club.token}-poll-{poll.id}"
    assert (await app.polls.marked(viewer(), key)).id == poll.id
    for server, wrong in ((SERVER + 1, key), (SERVER, "x")):
        with pytest.raises(NoSuchPollError):
            await app.polls.marked(viewer(0, server), wrong)
