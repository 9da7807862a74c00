"""Sessions that move, and meetings that move with them: the host, roles, cards and messages come along."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.calendar.rhythm import Rhythm
from bot.core.clubs.club import SettingsChange
from bot.core.hosts.roles import Role
from bot.services.hosts.sessions import move_hosts
from bot.services.weeks.moving import MovingService
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from tests.support.hosts import (
    ADA,
    BO,
    CY,
    DAY,
    FIRST,
    FIRST_MEETING,
    MEETING,
    SECOND,
    THIRD,
    Hosts,
    organizer,
)
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer


async def test_a_moved_session_takes_its_host_along(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.app.hosts.take_role(viewer(BO), hosts.club.id, SECOND, Role.CRITIC)
    async with hosts.app.database.write_transaction() as connection:
        await host_rows.move_session(connection, hosts.club.id, SECOND, SECOND - DAY)
        assert await cast_rows.host_of(connection, hosts.club.id, SECOND - DAY) == ADA
        assert not await cast_rows.cast_of(connection, hosts.club.id, SECOND)


async def test_a_moved_session_takes_the_place_of_what_was_stored_for_its_new_date(hosts: Hosts) -> None:
    """That was for a session that no longer exists. The other club's on that date goes on."""
    other = Hosts(hosts.app, await hosts.app.club("lora", "mamba", name="Other", channel_id=20, meeting=MEETING))
    for made, member, day in ((hosts, ADA, FIRST), (hosts, BO, SECOND), (other, CY, SECOND)):
        await made.app.hosts.offer(viewer(member), made.club.id, day, None)
    async with hosts.app.database.write_transaction() as connection:
        await host_rows.move_session(connection, hosts.club.id, FIRST, SECOND)
        answers = await host_rows.answers_at(connection, hosts.club.id, [FIRST, SECOND])
    assert {day: [one.member_id for one in each] for day, each in answers.items()} == {SECOND: [ADA]}
    assert (await hosts.host(SECOND), await other.host(SECOND)) == (ADA, CY)


async def test_the_host_of_a_session_that_moves_in_its_last_hour_gets_another_card(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    await hosts.at(FIRST_POST)
    assert await hosts.at(FIRST_MEETING - timedelta(hours=1)) == [("card", FIRST, ADA)]
    async with hosts.app.database.write_transaction() as connection:
        await host_rows.move_session(connection, hosts.club.id, FIRST, FIRST)
        assert await host_rows.has_card(connection, hosts.club.id, FIRST, ADA)
        await host_rows.move_session(connection, hosts.club.id, FIRST, FIRST + DAY)
        assert not await host_rows.has_card(connection, hosts.club.id, FIRST + DAY, ADA)


async def test_a_message_about_a_session_that_was_moved_still_works(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    moving = MovingService(hosts.app.database, hosts.app.clock, (move_hosts,))
    await moving.move(hosts.club, FIRST, FIRST - DAY)
    seen = await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    assert (seen.day, seen.host) == (FIRST - DAY, ADA)


async def test_a_change_of_weekday_takes_hosts_along(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.app.clubs.edit(hosts.club, SettingsChange(slot={"weekday": 4}), viewer())
    await hosts.later(timedelta(minutes=31))
    assert await hosts.host(SECOND) is None
    assert await hosts.host(SECOND - 2 * DAY) == ADA


async def test_a_meeting_that_moves_after_its_card_brings_another_one(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    await hosts.at(FIRST_POST)
    assert await hosts.at(FIRST_MEETING - timedelta(hours=1)) == [("card", FIRST, ADA)]
    await hosts.app.meetings.move(await hosts.app.club_now(hosts.club), FIRST, FIRST + 4 * DAY)
    assert await hosts.later() == []
    assert await hosts.at(FIRST_MEETING + DAY - timedelta(hours=1)) == [("card", FIRST, ADA)]


async def test_a_host_is_told_of_a_meeting_that_moves_with_its_post(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, None)
    await hosts.app.clubs.edit(hosts.club, SettingsChange({"rhythm": Rhythm.FOUR_WEEKS}), viewer())
    moved = FIRST + 14 * DAY
    await hosts.app.moving.move(await hosts.app.club_now(hosts.club), FIRST, moved)
    assert await hosts.later() == [("moved", moved, ADA)]
    # A post that comes a little earlier keeps its meeting, so there is nothing to say.
    await hosts.app.moving.move(await hosts.app.club_now(hosts.club), moved, moved - DAY)
    assert await hosts.later() == []


async def test_a_host_is_told_when_the_rhythm_or_the_weekday_moves_their_session(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, ADA * 10)
    rhythm = SettingsChange({"rhythm": Rhythm.TWO_WEEKS})
    await hosts.app.clubs.edit(await hosts.app.club_now(hosts.club), rhythm, organizer())
    moved = await hosts.later(timedelta(minutes=31))
    assert moved == [("moved", FIRST, ADA)]
    assert await hosts.host(FIRST) == ADA
    assert await hosts.later(timedelta(minutes=31)) == []


async def test_a_host_is_told_when_a_new_plan_moves_their_meeting(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    await hosts.app.hosts.offer(viewer(BO), hosts.club.id, THIRD, BO * 10)
    friday = SettingsChange(meeting={"weekday": 4})
    await hosts.app.clubs.edit(await hosts.app.club_now(hosts.club), friday, organizer())
    assert await hosts.later() == [("moved", FIRST, ADA), ("moved", THIRD, BO)]
    longer = SettingsChange(meeting={"minutes": 90})
    await hosts.app.clubs.edit(await hosts.app.club_now(hosts.club), longer, organizer())
    assert await hosts.later() == []
    # Without meetings, there is no time to come to.
    await hosts.app.clubs.edit(await hosts.app.club_now(hosts.club), SettingsChange({"meeting": None}), organizer())
    assert await hosts.later() == []


async def test_who_was_asked_about_a_session_on_another_weekday_is_asked_anew(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    assert await hosts.later() == [("asked", FIRST, ADA)]
    saturday = SettingsChange(slot={"weekday": 5})
    await hosts.app.clubs.edit(await hosts.app.club_now(hosts.club), saturday, organizer())
    assert await hosts.later(timedelta(minutes=31)) == [("asked", FIRST - DAY, ADA)]


@pytest.mark.parametrize("rhythm", [Rhythm.WEEKLY, Rhythm.TWO_WEEKS])
async def test_sessions_that_a_new_weekday_puts_off_keep_their_hosts_in_their_order(
    hosts: Hosts, rhythm: Rhythm
) -> None:
    """From Sundays to Mondays: the first goes to the period of the second, and so on."""
    club = (await hosts.app.clubs.edit(hosts.club, SettingsChange({"rhythm": rhythm}), organizer())).club
    await hosts.at(FIRST_POST)
    first = (await hosts.app.club_now(club)).next_slot
    assert first
    apart = timedelta(weeks=rhythm.weeks or 0)
    sundays = [first + number * apart for number in range(3)]
    for member, day in zip((ADA, BO, CY), sundays, strict=True):
        await hosts.app.hosts.offer(viewer(member), hosts.club.id, day, member * 10)
    await hosts.app.hosts.take_role(viewer(CY), hosts.club.id, sundays[1], Role.CRITIC)
    await hosts.news()
    await hosts.app.clubs.edit(await hosts.app.club_now(club), SettingsChange(slot={"weekday": 0}), organizer())
    monday = (await hosts.app.club_now(club)).next_slot
    assert monday
    mondays = [monday + number * apart for number in range(3)]
    told = await hosts.later(timedelta(minutes=31))
    assert sorted(told) == [("moved", day, host) for host, day in zip((ADA, BO, CY), mondays, strict=True)]
    assert [await hosts.host(day) for day in mondays] == [ADA, BO, CY]
    async with hosts.app.database.read_transaction() as connection:
        cast = await cast_rows.cast_of(connection, hosts.club.id, mondays[1])
    assert [taken.member_id for taken in cast.roles] == [CY]
    assert await hosts.later(timedelta(minutes=31)) == []


async def test_a_role_goes_along_without_a_host(hosts: Hosts) -> None:
    await hosts.app.hosts.take_role(viewer(BO), hosts.club.id, SECOND, Role.CRITIC)
    await hosts.willing(ADA)
    await hosts.app.clubs.edit(hosts.club, SettingsChange(slot={"weekday": 4}), organizer())
    await hosts.later(timedelta(minutes=31))
    async with hosts.app.database.read_transaction() as connection:
        cast = await cast_rows.cast_of(connection, hosts.club.id, SECOND - 2 * DAY)
    assert [taken.member_id for taken in cast.roles] == [BO]


async def test_who_hosts_a_session_that_a_slower_rhythm_leaves_out_hears_so(hosts: Hosts) -> None:
    for member, day in ((ADA, FIRST), (BO, SECOND), (CY, THIRD)):
        await hosts.app.hosts.offer(viewer(member), hosts.club.id, day, member * 10)
    await hosts.app.clubs.edit(hosts.club, SettingsChange({"rhythm": Rhythm.TWO_WEEKS}), organizer())
    assert await hosts.later(timedelta(minutes=31)) == [("off", SECOND, BO)]
    assert [await hosts.host(day) for day in (FIRST, SECOND, THIRD)] == [ADA, None, CY]
