"""Which members the rows name as leavers, and the order in which clubs get their posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.core.shards.sharding import ALL_SHARDS
from bot.services.reviews.secrets import week_seed
from bot.storage.clubs import rows as club_rows
from bot.storage.members import leavers as leaver_rows
from tests.storage.test_paper_logs import ADA, BO, NOW, week_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs.club import Club
    from bot.storage.database import Database

SECOND = timedelta(seconds=1)
KEPT = timedelta(days=90)


async def another_club(connection: AsyncConnection, number: int, server_id: int = 1) -> Club:
    """A club besides the one of `week_of`."""
    first = await club_rows.club_by_id(connection, 1)
    assert first
    settings = replace(first.settings, name=f"Club {number}", channel_id=20 + number)
    club = replace(first, server_id=server_id, token=f"{number:08x}", settings=settings)
    return await club_rows.add_club(connection, club, NOW)


async def test_a_leaver_is_recorded_for_ninety_days(database: Database) -> None:
    async with database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, 1, [ADA], NOW)
        await leaver_rows.note_leavers(connection, 1, [BO], NOW + KEPT)
        assert await leaver_rows.leavers_of(connection, 1) == {ADA, BO}
        assert await leaver_rows.leavers_of(connection, 1, after=NOW) == {BO}
        assert await leaver_rows.leavers_of(connection, 2) == frozenset()
        await leaver_rows.note_leavers(connection, 2, [ADA], NOW + KEPT + SECOND)
        assert await leaver_rows.leavers_of(connection, 1) == {BO}


async def test_only_a_member_who_comes_back_is_no_longer_a_leaver(database: Database) -> None:
    async with database.write_transaction() as connection:
        for server_id in (1, 2):
            await leaver_rows.note_leavers(connection, server_id, [ADA, BO], NOW)
        assert await leaver_rows.forget_leavers(connection, 1, [ADA])
        assert not await leaver_rows.forget_leavers(connection, 1, [ADA])
        assert await leaver_rows.leavers_of(connection, 1) == {BO}
        assert await leaver_rows.leavers_of(connection, 2) == {ADA, BO}


async def test_weeks_with_leavers_are_the_given_weeks_in_the_leavers_server(database: Database) -> None:
    async with database.write_transaction() as connection:
        asked, other = await week_of(connection), await week_of(connection, date(2026, 1, 18))
        await leaver_rows.note_leavers(connection, 1, [ADA], NOW)
        await leaver_rows.note_leavers(connection, 2, [BO], NOW)
        assert await leaver_rows.weeks_with_leavers(connection, [asked.id]) == {asked.id: {ADA}}
        assert set(await leaver_rows.weeks_with_leavers(connection, [asked.id, other.id])) == {asked.id, other.id}


async def test_the_club_whose_post_is_longest_overdue_comes_first(database: Database) -> None:
    async with database.write_transaction() as connection:
        await week_of(connection)
        ids = [1, (await another_club(connection, 1)).id, (await another_club(connection, 2)).id]
        for club_id, late in zip(ids, (SECOND, 3 * SECOND, -SECOND), strict=True):
            await club_rows.set_next(connection, club_id, date(2026, 1, 11), NOW - late)
        due = [club.id for club in await club_rows.due_clubs(connection, NOW, 10, ALL_SHARDS)]
        assert due == [ids[1], ids[0]]
        first = [club.id for club in await club_rows.due_clubs(connection, NOW, 1, ALL_SHARDS)]
        assert first == [ids[1]]


async def test_a_weeks_seed_is_constant_and_contains_a_secret_of_the_club(database: Database) -> None:
    async with database.write_transaction() as connection:
        week, later = await week_of(connection), await week_of(connection, date(2026, 1, 18))
        club = await club_rows.club_by_id(connection, 1)
        assert club
        seed = await week_seed(connection, club, week)
        assert seed == await week_seed(connection, club, week)
        other = replace(await another_club(connection, 1), token=club.token)
        seeds = [seed, await week_seed(connection, club, later), await week_seed(connection, other, week)]
        assert len(set(seeds)) == len(seeds)
