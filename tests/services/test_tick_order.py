"""What comes first within a tick, and what waits for nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.services.week_ticks import COUNTED_WITHIN
from tests.support.logs import reviewing
from tests.support.reading_clubs import FIRST_POST, WEEK

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.support.reading_clubs import House


async def test_posts_wait_for_no_look_up_of_members(house: House) -> None:
    """Logs of one club close while another's post is due, and Discord does not answer who is still there."""
    asked, answered = asyncio.Event(), asyncio.Event()

    async def present(_server_id: int, user_ids: Collection[int]) -> set[int]:
        asked.set()
        await answered.wait()
        return set(user_ids)

    await reviewing(house, 1, 2, 3, closed=False, log_days=7)
    house.leavers.ask_with(present)
    other = await house.club("qlora", name="Other")
    house.now = FIRST_POST + WEEK
    await house.ticks.take_steps()  # the reminder, which comes too late
    steps = asyncio.create_task(house.ticks.take_steps())
    await asked.wait()
    while (await house.ticks.plan()).done:
        pass
    assert other.id in {row.club_id for row in await house.week_rows()}
    assert not steps.done()
    answered.set()
    await steps


async def test_a_club_waits_for_its_poll_and_no_longer_than_said(house: House) -> None:
    club = await house.club("lora", "qlora")
    other = await house.club("mamba", name="Other")
    poll = await house.polls.start(club)
    house.now = FIRST_POST
    await house.tick()
    assert [row.club_id for row in await house.week_rows()] == [other.id]
    house.now += COUNTED_WITHIN - timedelta(seconds=1)
    await house.tick()
    assert len(await house.week_rows()) == 1
    await house.polls.count(poll.id, [0, 4, 0])
    await house.tick()
    assert [row.paper_key for row in await house.week_rows() if row.club_id == club.id] == [poll.candidates[1]]


async def test_after_that_it_reads_what_the_syllabus_has(house: House) -> None:
    club = await house.club("lora", "qlora")
    poll = await house.polls.start(club)
    house.now = FIRST_POST
    await house.tick()
    house.now += COUNTED_WITHIN
    await house.tick()
    (week,) = await house.week_rows()
    assert (week.paper_key, week.is_late) == ("lora", False)
    # Counted later, what was read already gives way to the second.
    await house.polls.count(poll.id, [5, 2, 0])
    assert (await house.syllabus.queue(club))[0] == poll.candidates[1]
