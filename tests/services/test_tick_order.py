"""What comes first within a tick, and what waits for nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.services.weeks.ticks import COUNTED_WITHIN
from tests.support.logs import reviewing
from tests.support.reading_clubs import FIRST_POST, WEEK

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.support.reading_clubs import App


async def test_posts_do_not_wait_for_membership_queries(app: App) -> None:
    """The logs of one club close while another's post is due, and Discord doesn't answer who is still there."""
    asked, answered = asyncio.Event(), asyncio.Event()

    async def present(_server_id: int, user_ids: Collection[int]) -> set[int]:
        asked.set()
        await answered.wait()
        return set(user_ids)

    await reviewing(app, 1, 2, 3, closed=False, log_days=7)
    other = await app.club("qlora", name="Other")
    app.now = FIRST_POST + WEEK
    await app.ticks.take_steps()  # the reminder, which is too late
    app.leavers.ask_with(present)
    steps = asyncio.create_task(app.ticks.take_steps())
    await asked.wait()
    while (await app.ticks.plan()).done:
        pass
    assert other.id in {row.club_id for row in await app.week_rows()}
    assert not steps.done()
    answered.set()
    await steps


async def test_a_club_waits_for_its_poll_only_for_the_stated_time(app: App) -> None:
    club = await app.club("lora", "qlora")
    other = await app.club("mamba", name="Other")
    poll = await app.polls.start(club)
    app.now = FIRST_POST
    await app.tick()
    assert [row.club_id for row in await app.week_rows()] == [other.id]
    app.now += COUNTED_WITHIN - timedelta(seconds=1)
    await app.tick()
    assert len(await app.week_rows()) == 1
    await app.polls.count(poll.id, [0, 4, 0])
    await app.tick()
    assert [row.paper_key for row in await app.week_rows() if row.club_id == club.id] == [poll.candidates[1]]


async def test_while_discord_is_out_of_reach_the_wait_goes_on(app: App) -> None:
    club, other = await app.club("lora", "qlora"), await app.club("mamba", name="Other")
    poll = await app.polls.start(club)
    app.now = FIRST_POST
    for _ in range(30):
        await app.tick()
        app.ticks.wait_longer({club.id, other.id})
        app.now += COUNTED_WITHIN - timedelta(seconds=1)
    assert [row.club_id for row in await app.week_rows()] == [other.id]
    await app.polls.count(poll.id, [0, 4, 0])
    await app.tick()
    assert [row.paper_key for row in await app.week_rows() if row.club_id == club.id] == [poll.candidates[1]]


async def test_after_that_it_reads_from_the_syllabus(app: App) -> None:
    club = await app.club("lora", "qlora")
    poll = await app.polls.start(club)
    app.now = FIRST_POST
    await app.tick()
    app.now += COUNTED_WITHIN
    await app.tick()
    (week,) = await app.week_rows()
    assert (week.paper_key, week.is_late) == ("lora", False)
    # It is counted later; a paper that was read meanwhile is replaced by the second.
    await app.polls.count(poll.id, [5, 2, 0])
    assert (await app.syllabus.queue(club))[0] == poll.candidates[1]
