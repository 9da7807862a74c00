"""Hosts who leave the server, and come back."""

from __future__ import annotations

from datetime import timedelta

from bot.storage.members import leavers as leaver_rows
from tests.support.hosts import (
    ADA,
    BO,
    CY,
    DANA,
    FIRST,
    SECOND,
    Hosts,
    left,
    organizer,
)
from tests.support.reading_clubs import FIRST_POST, SERVER
from tests.support.viewers import viewer


async def test_a_host_who_leaves_is_noticed_and_replaced(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.later()
    await left(hosts.app, ADA)
    # A round notices it, and the next tick asks somebody else.
    assert await hosts.later(timedelta(minutes=31)) == [("asked", FIRST, BO)]
    assert await hosts.host(FIRST) is None


async def test_who_left_and_is_back_is_asked_in_turn(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    await left(hosts.app, ADA, BO)
    assert await hosts.later() == [("asked", FIRST, CY)]
    await left(hosts.app, ADA)
    await hosts.app.hosts.decline(viewer(CY), hosts.club.id, FIRST)
    assert await hosts.later() == [("asked", FIRST, BO)]


async def test_who_has_just_left_is_noticed_beside_one_who_left_long_ago(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    await left(hosts.app, ADA)
    assert await hosts.later() == [("asked", FIRST, BO)]
    await hosts.later(timedelta(minutes=40))
    await left(hosts.app, ADA, CY)
    await hosts.app.hosts.decline(viewer(BO), hosts.club.id, FIRST)
    assert await hosts.later() == []


async def test_who_left_before_they_are_asked_is_not_asked(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    await left(hosts.app, ADA, BO)
    assert await hosts.later() == [("asked", FIRST, CY)]


async def test_a_member_who_returns_hosts_again(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    async with hosts.app.database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, SERVER, [ADA], hosts.app.now)
    assert await hosts.later() == []
    await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, None)
    assert await hosts.later() == [("asked", FIRST, ADA)]


async def test_a_member_who_came_back_can_be_assigned(hosts: Hosts) -> None:
    async with hosts.app.database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, SERVER, {BO}, hosts.app.now)
    seen = await hosts.app.hosts.assign(organizer(), hosts.club.id, BO, FIRST)
    assert seen.host == BO
    assert await hosts.later() == [("assigned", FIRST, BO)]
    assert await hosts.host(FIRST) == BO


async def test_who_left_is_not_asked_while_the_first_is_asked_about_another_session(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(DANA), hosts.club.id, FIRST, DANA * 10)
    await hosts.willing(ADA, BO, CY)
    assert await hosts.at(FIRST_POST) == [("asked", SECOND, ADA)]
    await left(hosts.app, BO)
    await hosts.app.hosts.decline(viewer(DANA), hosts.club.id, FIRST)
    assert await hosts.later() == [("asked", FIRST, CY)]
