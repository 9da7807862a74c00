"""Two processes on one PostgreSQL: however they meet, a session has one host, and each member is asked once."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ClubError
from bot.core.hosts.details import HostDetails
from bot.core.hosts.roles import Role
from tests.support.hosts import ADA, BO, CY, FIRST, SECOND, Hosts
from tests.support.reading_clubs import App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def database_kind() -> str:
    """A file has one process."""
    return "postgresql"


@pytest.fixture
async def other(hosts: Hosts) -> AsyncIterator[App]:
    """The second process."""
    other = App(hosts.app.url, now=hosts.app.now)
    await other.database.open()
    yield other
    await other.database.close()


async def test_offers_at_the_same_time_find_one_host(hosts: Hosts, other: App) -> None:
    apps = [hosts.app, other]
    offers = [
        apps[number % 2].hosts.offer(viewer(member), hosts.club.id, SECOND, None)
        for number, member in enumerate([*range(200, 212), ADA])
    ]
    seen = await asyncio.gather(*offers)
    host = await hosts.host(SECOND)
    assert host is not None
    answers = Counter(str(one.answer) for one in seen)
    assert answers == {"hosts": 1, "offered": 12}
    assert {one.host for one in seen if one.host} == {host}


async def test_both_tick_and_each_member_is_asked_once(hosts: Hosts, other: App) -> None:
    await hosts.willing(ADA, BO, CY)
    other.now = hosts.app.now
    for _ in range(3):
        await asyncio.gather(hosts.app.host_ticks.advance(), other.host_ticks.advance())
        told = [HostDetails.of(entry) for entry in await hosts.entries()]
        member = told[-1].member
        deciding = [app.hosts.decline(viewer(member), hosts.club.id, FIRST) for app in (hosts.app, other)]
        await asyncio.gather(*deciding)
    assert [(one.news, one.slot, one.member) for one in told] == [
        ("asked", FIRST.isoformat(), member) for member in (ADA, BO, CY)
    ]


async def test_a_role_is_taken_by_one_member(hosts: Hosts, other: App) -> None:
    taking = [
        app.hosts.take_role(viewer(member), hosts.club.id, FIRST, Role.CRITIC)
        for app, member in ((hosts.app, ADA), (other, BO), (hosts.app, CY))
    ]
    results = await asyncio.gather(*taking, return_exceptions=True)
    assert [isinstance(result, ClubError) for result in results].count(True) == 2
