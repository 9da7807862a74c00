"""A club with hosts in a real database, and what its members are told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from bot.core.hosts.details import HostDetails
from bot.core.meetings.plan import MeetingPlan
from bot.core.outbox.kinds import Kind
from bot.core.visibility import Membership, Viewer
from tests.support.reading_clubs import FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

ADA, BO, CY, DANA = 101, 102, 103, 190
DAY, WEEK = timedelta(days=1), timedelta(days=7)
FIRST, SECOND, THIRD = date(2026, 1, 11), date(2026, 1, 18), date(2026, 1, 25)
# The club posts on Sundays and meets on Wednesdays at 19:00 in Berlin.
MEETING = MeetingPlan(2, time(19))
FIRST_MEETING = FIRST_POST + 3 * DAY + timedelta(hours=1)


def organizer() -> Viewer:
    seen = viewer(DANA)
    return replace(seen, memberships={SERVER: Membership(seen.memberships[SERVER].access_to, manages_server=True)})


@dataclass
class Hosts:
    """A club, and what its members do about hosting it."""

    app: App
    club: Club
    told: list[tuple[str, date, int]] = field(default_factory=list)

    async def willing(self, *members: int) -> None:
        for member in members:
            await self.app.hosts.take_turns(viewer(member), self.club.id, member * 10)
            self.app.now += timedelta(minutes=1)

    async def news(self) -> list[tuple[str, date, int]]:
        """What members were told since the last call: what, about which session, and who."""
        found = [HostDetails.of(entry) for entry in await self.entries()]
        every = [(details.news, details.day, details.member) for details in found]
        new = every[len(self.told) :]
        self.told = every
        return new

    async def entries(self) -> list[Entry]:
        return [one for one in await self.app.entries() if one.kind in {Kind.HOST_DIRECT, Kind.HOST_CALL}]

    async def at(self, moment: datetime) -> list[tuple[str, date, int]]:
        await self.app.at(moment)
        await self.app.deliver()
        return await self.news()

    async def later(self, span: timedelta = timedelta(minutes=1)) -> list[tuple[str, date, int]]:
        return await self.at(self.app.now + span)

    async def host(self, day: date) -> int | None:
        return await self.app.hosts.host_of(self.club, day)


async def hosts_in(app: App) -> Hosts:
    return Hosts(app, await app.club("lora", "mamba", meeting=MEETING))


async def left(app: App, *members: int) -> None:
    """As when the project notices that members left, for example before a review is due."""

    async def present(_server_id: int, users: Collection[int]) -> set[int]:
        return set(users) - set(members)

    app.leavers.ask_with(present)
