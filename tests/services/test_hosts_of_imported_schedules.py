"""Members who hosted before a club moved here count as having hosted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.core.schedules.past import NothingToMoveInError
from bot.storage.hosts import rows as host_rows
from tests.support.hosts import ADA, BO, CY, FIRST, hosts_in
from tests.support.own_papers import organizer
from tests.support.schedules import past_of, read, schedules_of
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.hosts import Hosts
    from tests.support.reading_clubs import App

FILE = """\
| Date | Paper | Host |
|--|--|--|
| 2025-11-03 | [Attention Is All You Need](https://arxiv.org/abs/1706.03762) | Ada Berg |
| 2025-11-17 | [Grok nets](https://arxiv.org/abs/2201.02177) | Bo |
"""


async def imported(hosts: Hosts, *members: int) -> None:
    """The club's schedule, whose names in order are these members."""
    service = schedules_of(hosts.app)
    kept = await service.keep(organizer(), hosts.club, read(FILE))
    for position, member in enumerate(members):
        await service.match(organizer(), kept.token, position, member)
    await service.confirm(organizer(), kept.token)


async def test_whoever_never_hosted_is_asked_before_them(app: App) -> None:
    hosts = await hosts_in(app)
    await imported(hosts, ADA, BO)
    await hosts.willing(ADA, BO, CY)
    assert await hosts.later() == [("asked", FIRST, CY)]
    await app.hosts.decline(viewer(CY), hosts.club.id, FIRST)
    # Ada hosted longer ago than Bo.
    assert await hosts.later() == [("asked", FIRST, ADA)]


async def test_names_that_are_matched_later_count_too(app: App) -> None:
    hosts = await hosts_in(app)
    await imported(hosts)
    with pytest.raises(NothingToMoveInError):
        await imported(hosts)
    await imported(hosts, ADA)
    assert [host.user_id for session in await past_of(app, hosts.club) for host in session.hosts] == [ADA, None]
    await hosts.willing(ADA, BO)
    assert await hosts.later() == [("asked", FIRST, BO)]
    # A match stays as it is: only names without a member can be chosen for.
    with pytest.raises(NothingToMoveInError):
        await imported(hosts, CY)


async def test_what_they_host_here_counts_as_their_last(app: App) -> None:
    hosts = await hosts_in(app)
    await imported(hosts, ADA, BO)
    await app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, None)
    async with app.database.read_transaction() as connection:
        found = await host_rows.last_hostings(connection, hosts.club.id, FIRST)
    assert {one.member_id: one.taken_at for one in found} == {ADA: app.now, BO: datetime(2025, 11, 17, tzinfo=UTC)}
