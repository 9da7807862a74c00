"""The database assigns servers to shards by the same rule as Discord."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.core.shards.sharding import ALL_SHARDS, Shards, shard_of
from bot.core.weeks.week import Step, WeekState
from bot.services.outbox.entries import new_entry
from bot.storage.clubs.rows import add_club, due_clubs
from bot.storage.outbox.figures import outbox_figures
from bot.storage.outbox.rows import add_entry, due_entries, entries_in_flight, save_entry
from bot.storage.polls.rows import add_poll, due_polls
from bot.storage.weeks.rows import add_week, weeks_with_due_step

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
SERVERS = random.Random(7).sample(range(1, 2**62), 40)
ALONE = [Shards(3, (number,)) for number in range(3)]
SOME = Shards(3, (0, 2))


async def fill(connection: AsyncConnection) -> None:
    """Create everything that a process does on schedule, due in each server."""
    slot = WeeklySlot(6, time(18), "UTC")
    for number, server_id in enumerate(SERVERS):
        settings = ClubSettings("Sunday papers", number + 1, is_forum=False, slot=slot)
        club = await add_club(
            connection, Club(0, f"{number:08x}", server_id, settings, ClubState.ACTIVE, NOW.date(), NOW), NOW
        )
        facts = {"state": WeekState.READING, "due_at": NOW, "next_step": Step.CLOSE_LOGS, "next_step_at": NOW}
        week = await add_week(connection, club.id, NOW.date(), **facts)
        await add_poll(connection, club.id, ["lora", "mamba"], NOW, number + 1)
        await add_entry(connection, new_entry(club, Kind.REMINDER, f"{number}-due", number + 1, week.id), NOW)


def is_among(shards: Shards, server_id: int) -> bool:
    return shards.count is None or shard_of(server_id, shards.count) in shards.ids


@pytest.mark.parametrize("shards", [ALL_SHARDS, SOME, *ALONE], ids=str)
async def test_each_process_finds_due_work_of_its_servers(database: Database, shards: Shards) -> None:
    own = sorted(server_id for server_id in SERVERS if is_among(shards, server_id))
    async with database.write_transaction() as connection:
        await fill(connection)
    async with database.read_transaction() as connection:
        clubs = await due_clubs(connection, NOW, 100, shards)
        entries = await due_entries(connection, NOW, 100, shards)
        weeks = await weeks_with_due_step(connection, NOW, 100, shards)
        polls = await due_polls(connection, NOW, shards)
        figures = await outbox_figures(connection, NOW, shards)
    assert sorted(club.server_id for club in clubs) == own
    assert sorted(entry.server_id for entry in entries) == own
    ids = sorted(club.id for club in clubs)
    assert sorted(week.club_id for week in weeks) == ids
    assert sorted(poll.club_id for poll in polls) == ids
    assert figures.due == len(own)


async def test_after_a_crash_each_looks_for_its_own_messages(database: Database) -> None:
    async with database.write_transaction() as connection:
        await fill(connection)
        for entry in await due_entries(connection, NOW, 100, ALL_SHARDS):
            sending = replace(entry, state=EntryState.SENDING)
            await save_entry(connection, sending)
    async with database.read_transaction() as connection:
        found = [entry.server_id for shards in ALONE for entry in await entries_in_flight(connection, shards)]
    assert sorted(found) == sorted(SERVERS)
