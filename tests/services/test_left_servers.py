"""The data of a server that removed the bot goes in short transactions, and nothing of others with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from bot.core.clubs.club import ClubState
from bot.core.privacy.left_servers import KEPT_AFTER_LEAVING
from bot.core.shards.sharding import TIME_BITS, Shards
from bot.services.privacy.left_servers import LeftServers
from bot.storage.members.leavers import note_leavers
from bot.storage.tables import clubs, leavers, log_versions, outbox, paper_logs, polls, weeks
from tests.support.logs import write
from tests.support.reading_clubs import FIRST_POST, SERVER, App

if TYPE_CHECKING:
    from bot.core.clubs.club import Club

OTHER = 2
DAY = timedelta(days=1)


def left_servers_of(app: App, shards: Shards | None = None) -> LeftServers:
    return LeftServers(app.database, app.clubs, app.clock, shards or Shards())


async def read_in_both(app: App) -> tuple[Club, Club]:
    """A club in each server, in the middle of a week with a log."""
    first = await app.club("lora", "mamba")
    second = await app.club("lora", "mamba", server_id=OTHER, channel_id=20)
    await app.at(FIRST_POST)
    await app.deliver()
    await write(app, 7)
    async with app.database.write_transaction() as connection:
        for server_id in (SERVER, OTHER):
            await note_leavers(connection, server_id, [99], app.now)
    return first, second


async def many_messages(app: App, club: Club, count: int) -> None:
    async with app.database.write_transaction() as connection:
        row: dict[str, Any] = dict(
            (await connection.execute(select(outbox).where(outbox.c.club_id == club.id).limit(1))).mappings().one()
        )
        del row["id"]
        await connection.execute(insert(outbox), [row | {"key": f"{club.token}-{n}"} for n in range(count)])


async def held_of(app: App, server_id: int) -> dict[str, int]:
    """How many rows each table with clubs' data has of the server."""
    own = select(clubs.c.id).where(clubs.c.server_id == server_id)
    async with app.database.read_transaction() as connection:
        of_clubs = {
            table.name: await connection.scalar(select(func.count()).where(table.c.club_id.in_(own)))
            for table in (weeks, outbox, paper_logs, polls)
        }
        of_server = {
            table.name: await connection.scalar(select(func.count()).where(table.c.server_id == server_id))
            for table in (clubs, leavers)
        }
    return {name: count or 0 for name, count in (of_clubs | of_server).items()}


async def test_it_goes_in_several_transactions_and_nothing_of_another_server_with_it(app: App) -> None:
    first, _ = await read_in_both(app)
    await many_messages(app, first, 1200)
    left = left_servers_of(app)
    other = await held_of(app, OTHER)
    erased_from = await left.note_left(SERVER)
    assert erased_from == app.now + KEPT_AFTER_LEAVING
    app.now = erased_from - DAY
    assert await left.due() == []
    assert not await left.erase_some_of(SERVER)
    assert (await held_of(app, SERVER))["outbox"] > 1200
    app.now = erased_from
    assert await left.due() == [SERVER]
    steps = 1
    while await left.erase_some_of(SERVER):
        steps += 1
    assert steps >= 5
    assert set((await held_of(app, SERVER)).values()) == {0}
    assert await held_of(app, OTHER) == other
    async with app.database.read_transaction() as connection:
        assert not await connection.scalar(select(func.count()).select_from(log_versions))
    await app.database.vacuum()
    # After a crash before that, it would go on here.
    assert await left.due() == [SERVER]
    await left.note_erased(SERVER)
    assert await left.due() == []
    assert await held_of(app, OTHER) == other


async def test_one_that_comes_back_while_it_is_erased_keeps_the_rest(app: App) -> None:
    first, _ = await read_in_both(app)
    await many_messages(app, first, 1200)
    left = left_servers_of(app)
    app.now = await left.note_left(SERVER) or app.now
    assert await left.erase_some_of(SERVER)
    before = await held_of(app, SERVER)
    await left.note_present([SERVER])
    assert not await left.erase_some_of(SERVER)
    assert await held_of(app, SERVER) == before
    assert before["clubs"] == before["weeks"] == before["paper_logs"] == 1


async def test_its_clubs_are_paused_and_the_first_removal_counts(app: App) -> None:
    first, second = await read_in_both(app)
    left = left_servers_of(app)
    erased_from = await left.note_left(SERVER)
    app.now += DAY
    assert await left.note_left(SERVER) == erased_from
    assert (await app.club_now(first)).state is ClubState.PAUSED
    assert (await app.club_now(second)).state is ClubState.ACTIVE
    assert await left.absent([]) == [OTHER]


async def test_each_process_answers_for_its_own_servers(app: App) -> None:
    here, elsewhere = 2 << TIME_BITS, 3 << TIME_BITS
    for server_id in (here, elsewhere):
        await app.club(server_id=server_id)
    left = left_servers_of(app, Shards(2, (0,)))
    assert await left.absent([]) == [here]
    assert await left.note_left(elsewhere) is None
    app.now = await left.note_left(here) or app.now
    assert await left.due() == [here]
    assert await left_servers_of(app, Shards(2, (1,))).due() == []


async def test_a_server_without_data_is_not_noted(app: App) -> None:
    assert await left_servers_of(app).note_left(SERVER) is None
    assert await left_servers_of(app).due() == []
