"""A database that was put back, on both kinds: numbers are new, and what may be in Discord is looked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import EntryState, Missing, Refused, Sent, Threaded
from bot.services.week_ticks import PART
from bot.storage import clubs as club_rows
from bot.storage.outbox_figures import outbox_figures
from bot.storage.polls import add_poll
from bot.storage.putting_back import note_restore
from tests.support.logs import write
from tests.support.reading_clubs import FIRST_POST, WEEK, House

if TYPE_CHECKING:
    from bot.core.restores import Restore

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def put_back(house: House) -> Restore:
    async with house.database.writing() as connection:
        return await note_restore(connection, house.now)


async def test_no_number_that_was_lost_is_given_out_again(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    before = await write(house, 7)
    restore = await put_back(house)
    assert (restore.backup_at, restore.first_id) == (FIRST_POST, 1_000_000)
    logs = [(await write(house, user)).log.id for user in (8, 9)]
    assert before.log.id < 1000
    assert logs == [1_000_000, 1_000_001]
    club = await house.club(name="Second", channel_id=11)
    assert club.id >= 1_000_000
    async with house.database.writing() as connection:
        poll = await add_poll(connection, club.id, ["lora", "mamba"], house.now + DAY, 11)
    assert poll.id >= 1_000_000
    again = await put_back(house)
    assert again.first_id == 2_000_000
    assert (await write(house, 10)).log.id == 2_000_000


async def test_a_log_that_waited_for_its_thread_is_looked_for_once_that_is_found(house: House) -> None:
    await house.club("lora")
    await house.at(FIRST_POST)
    (post,) = await house.entries()
    marked = await house.outbox.mark_sending(post)
    assert marked
    await house.outbox.record(marked, Sent(77, ("lineage-lora.png",)))
    await write(house, 7)
    await put_back(house)
    (post,) = await house.entries()
    assert (post.state, post.message_id) == (EntryState.POSTED, 77)
    await house.outbox.record(post, Threaded())
    _, log = await house.entries()
    assert (log.kind, log.state, log.is_doubtful) == ("log", EntryState.UNKNOWN, True)


async def test_weeks_are_planned_one_by_one_as_their_posts_are_found_or_not(house: House) -> None:
    club = await house.club("lora", "qlora", "mamba")
    house.now = FIRST_POST + 2 * WEEK + DAY
    await put_back(house)
    await house.tick()
    await house.tick()
    assert [(week.number, week.paper_key) for week in await house.week_rows()] == [(1, "lora")]
    (first,) = await house.entries()
    missing = await house.outbox.record(first, Missing())
    assert missing
    assert missing.week_id
    assert await house.weeks.to_send(missing.week_id) is None, "two newer ones are due"
    await house.tick()
    second = (await house.entries())[-1]
    found = await house.outbox.record(second, Sent(78, ("lineage-lora.png",)))
    assert found
    await house.outbox.record(found, Threaded())
    await house.tick()
    weeks = await house.week_rows()
    assert [(week.number, week.paper_key, week.state) for week in weeks] == [
        (None, None, "skipped"),
        (1, "lora", "closed"),
        (2, "qlora", "planned"),
    ]
    waiting = {entry.kind: entry.state for entry in await house.entries() if entry.state is not EntryState.DONE}
    edit = {"post-edit": EntryState.PENDING}
    assert waiting == {"post": EntryState.UNKNOWN, "digest": EntryState.UNKNOWN} | edit
    assert await house.syllabus.queue(club) == ["mamba"]


async def test_how_the_outbox_stands_in_numbers(house: House) -> None:
    await house.club("lora")
    await house.club("mamba", name="Second", channel_id=11)
    await house.club("qlora", name="Third", channel_id=12)
    assert (await house.outbox.figures()).due == 0
    await house.at(FIRST_POST)
    first, second, _ = await house.entries()
    marked = await house.outbox.mark_sending(first)
    assert marked
    await house.outbox.record(marked, Refused("no permission"))
    await house.outbox.mark_sending(second)
    await house.outbox.recover()
    house.now += 11 * MINUTE
    figures = await house.outbox.figures()
    # The blocked one has a notice to organisers on its way.
    assert (figures.due, figures.late, figures.waiting, figures.blocked, figures.doubtful) == (3, 3, 0, 1, 1)
    assert figures.oldest_s == 11 * 60
    async with house.database.reading() as connection:
        assert await outbox_figures(connection, FIRST_POST + MINUTE) != figures
        assert await club_rows.club_by_id(connection, 1)


async def test_clubs_that_wait_for_what_is_found_hold_up_no_other(house: House) -> None:
    for number in range(PART + 1):
        await house.club("lora", "mamba", name=f"Waits {number}", server_id=100 + number)
    house.now = FIRST_POST + WEEK + DAY
    await put_back(house)
    await house.tick()
    assert {entry.state for entry in await house.entries()} == {EntryState.UNKNOWN}
    new = await house.club("lora", name="New")
    await house.at(FIRST_POST + 2 * WEEK)
    assert [week.club_id for week in await house.week_rows()].count(new.id) == 1
    assert len(await house.week_rows()) == PART + 2, "each of the others waits for its first"
