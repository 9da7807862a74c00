"""Votes on what to read next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ClubError, NotNowError
from bot.core.outbox import Withdrawn
from tests.support.reading_clubs import FIRST_POST, SERVER, START, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import House

HOUR = timedelta(hours=1)


async def test_the_winner_is_read_next(house: House) -> None:
    club = await house.club("lora", "qlora")
    poll = await house.polls.start(club)
    assert len(poll.candidates) == 3
    assert poll.candidates[0] == "lora"
    assert await house.polls.due() == []
    house.now = poll.closes_at
    assert [due.id for due in await house.polls.due()] == [poll.id]
    await house.polls.count(poll.id, [0, 0, 1])
    await house.polls.count(poll.id, [0, 1, 0])  # counted already
    assert await house.syllabus.queue(club) == [poll.candidates[2], "lora", "qlora"]
    assert await house.polls.due() == []


async def test_it_ends_on_a_whole_hour_before_the_post(house: House) -> None:
    poll = await house.polls.start(await house.club())
    assert (poll.closes_at - START) % HOUR == timedelta(0)
    assert FIRST_POST - 2 * HOUR < poll.closes_at <= FIRST_POST - HOUR


async def test_just_before_a_post_it_still_lasts_an_hour(house: House) -> None:
    club = await house.club()
    house.now = FIRST_POST - timedelta(minutes=10)
    assert (await house.polls.start(club)).closes_at == house.now + HOUR


async def test_one_poll_at_a_time(house: House) -> None:
    club = await house.club()
    await house.polls.start(club)
    with pytest.raises(NotNowError, match="under way"):
        await house.polls.start(club)


async def test_a_poll_that_was_not_sent_keeps_no_other_out(house: House) -> None:
    club = await house.club()
    await house.polls.start(club)
    (entry,) = await house.outbox.due(10)
    await house.outbox.record(entry, Withdrawn("somebody deleted it"))
    assert (await house.polls.start(club)).is_open


async def test_a_winner_that_was_read_meanwhile_is_not_read_again(house: House) -> None:
    club = await house.club("lora", "qlora")
    poll = await house.polls.start(club)
    await house.weeks.post_now(club)
    house.now = poll.closes_at
    await house.polls.count(poll.id, [3, 0, 0])
    assert await house.syllabus.queue(club) == ["qlora"]


async def test_nobody_voted(house: House) -> None:
    club = await house.club("lora")
    poll = await house.polls.start(club)
    await house.polls.count(poll.id, None)
    assert await house.syllabus.queue(club) == ["lora"]


async def test_in_a_forum_it_stands_in_the_newest_thread(house: House) -> None:
    club = await house.club(is_forum=True)
    with pytest.raises(NotNowError, match="forum"):
        await house.polls.start(club)
    await house.at(FIRST_POST)
    await house.deliver()
    (week,) = await house.week_rows()
    await house.at(FIRST_POST + WEEK)  # the new week's post is not out yet
    assert (await house.polls.start(club)).channel_id == week.thread_id


async def test_a_paused_club_has_nothing_to_vote_on(house: House) -> None:
    club = await house.club()
    await house.clubs.pause(club)
    with pytest.raises(NotNowError, match="not running"):
        await house.polls.start(club)


async def test_a_key_leads_to_its_poll_in_its_server_only(house: House) -> None:
    club = await house.club()
    poll = await house.polls.start(club)
    key = f"{club.token}-poll-{poll.id}"
    assert (await house.polls.marked(viewer(), key)).id == poll.id
    for server, wrong in ((SERVER + 1, key), (SERVER, "x")):
        with pytest.raises(ClubError, match="not one of this server"):
            await house.polls.marked(viewer(0, server), wrong)
