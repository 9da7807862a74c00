"""A restored database, of both kinds: new numbers are used, and the bot looks for messages that may be in Discord."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState, Missing, Refused, Sent, Threaded
from bot.core.outbox.kinds import Kind
from bot.services.weeks.ticks import PART
from bot.storage.backups.after_restore import note_restore
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox.figures import outbox_figures
from bot.storage.polls.rows import add_poll
from tests.support.logs import text_by, write
from tests.support.reading_clubs import FIRST_POST, WEEK, App
from tests.support.troubles import lacks
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.outbox.restores import Restore

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def restore_backup(app: App) -> Restore:
    async with app.database.write_transaction() as connection:
        return await note_restore(connection, app.now)


async def test_no_lost_number_is_used_again(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    before = await write(app, 7)
    restore = await restore_backup(app)
    assert (restore.backup_at, restore.first_id) == (FIRST_POST, 1_000_000)
    logs = [(await write(app, user)).log.id for user in (8, 9)]
    assert before.log.id < 1000
    assert logs == [1_000_000, 1_000_001]
    club = await app.club(name="Second", channel_id=11)
    assert club.id >= 1_000_000
    async with app.database.write_transaction() as connection:
        poll = await add_poll(connection, club.id, ["lora", "mamba"], app.now + DAY, 11)
    assert poll.id >= 1_000_000
    again = await restore_backup(app)
    assert again.first_id == 2_000_000
    assert (await write(app, 10)).log.id == 2_000_000


async def test_a_log_waiting_for_its_thread_is_looked_for_once_that_is_found(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    (post,) = await app.entries()
    marked = await app.outbox.mark_sending(post)
    assert marked
    await app.outbox.record(marked, Sent(77, ("lineage-lora.png",)))
    await write(app, 7)
    await restore_backup(app)
    (post,) = await app.entries()
    assert (post.state, post.message_id) == (EntryState.POSTED, 77)
    await app.outbox.record(post, Threaded())
    _, log = await app.entries()
    assert (log.kind, log.state, log.is_doubtful) == ("log", EntryState.UNKNOWN, True)


async def test_an_unsent_edit_of_a_log_is_given_up_unless_it_takes_the_log_back(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    edited, withdrawn = [(await write(app, member)).log for member in (7, 8)]
    await app.deliver()
    await write(app, 7, text_by(7, " More."), log_id=edited.id)
    await app.logs.withdraw(withdrawn.id, viewer(8))
    await restore_backup(app)
    states = {entry.details["log_id"]: entry.state for entry in await app.entries() if entry.kind is Kind.LOG_EDIT}
    assert states == {edited.id: EntryState.CANCELLED, withdrawn.id: EntryState.PENDING}


async def test_weeks_are_planned_one_by_one_after_each_search(app: App) -> None:
    club = await app.club("lora", "qlora", "mamba")
    app.now = FIRST_POST + 2 * WEEK + DAY
    await restore_backup(app)
    await app.tick()
    await app.tick()
    assert [(week.number, week.paper_key) for week in await app.week_rows()] == [(1, "lora")]
    (first,) = await app.entries()
    missing = await app.outbox.record(first, Missing())
    assert missing
    assert missing.week_id
    assert await app.weeks.to_send(missing.week_id) is None, "two newer ones are due"
    await app.tick()
    second = (await app.entries())[-1]
    found = await app.outbox.record(second, Sent(78, ("lineage-lora.png",)))
    assert found
    await app.outbox.record(found, Threaded())
    await app.tick()
    weeks = await app.week_rows()
    assert [(week.number, week.paper_key, week.state) for week in weeks] == [
        (None, None, "skipped"),
        (1, "lora", "closed"),
        (2, "qlora", "planned"),
    ]
    waiting = {entry.kind: entry.state for entry in await app.entries() if entry.state is not EntryState.DONE}
    edit = {"post-edit": EntryState.PENDING}
    assert waiting == {"post": EntryState.UNKNOWN, "digest": EntryState.UNKNOWN} | edit
    assert await app.syllabus.queue(club) == ["mamba"]


async def test_the_outbox_is_counted_by_state(app: App) -> None:
    await app.club("lora")
    await app.club("mamba", name="Second", channel_id=11)
    await app.club("qlora", name="Third", channel_id=12)
    assert (await app.outbox.figures()).due == 0
    await app.at(FIRST_POST)
    first, second, _ = await app.entries()
    marked = await app.outbox.mark_sending(first)
    assert marked
    await app.outbox.record(marked, Refused(lacks("Send Messages")))
    await app.outbox.mark_sending(second)
    await app.outbox.recover()
    app.now += 11 * MINUTE
    figures = await app.outbox.figures()
    # The blocked one has a notice to organizers waiting.
    assert (figures.due, figures.late, figures.waiting, figures.blocked, figures.doubtful) == (3, 3, 0, 1, 1)
    assert figures.oldest_s == 11 * 60
    async with app.database.read_transaction() as connection:
        assert await outbox_figures(connection, FIRST_POST + MINUTE) != figures
        assert await club_rows.club_by_id(connection, 1)


async def test_clubs_waiting_for_a_search_delay_no_other(app: App) -> None:
    for number in range(PART + 1):
        await app.club("lora", "mamba", name=f"Waits {number}", server_id=100 + number)
    app.now = FIRST_POST + WEEK + DAY
    await restore_backup(app)
    await app.tick()
    assert {entry.state for entry in await app.entries()} == {EntryState.UNKNOWN}
    new = await app.club("lora", name="New")
    await app.at(FIRST_POST + 2 * WEEK)
    assert [week.club_id for week in await app.week_rows()].count(new.id) == 1
    assert len(await app.week_rows()) == PART + 2, "each of the others waits for its first"
