"""Add links to a club's week, name them, and remove them. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import Code
from bot.core.week_links.address import web_address
from bot.core.week_links.link import (
    LinksNotYoursError,
    LinkWithPasscodeError,
    NoWeekToLinkError,
    WeekLink,
    added,
    name_of,
)
from bot.core.week_links.passcodes import passcodes_in
from bot.core.weeks.week import WeekState
from bot.services.visibility import seen_week
from bot.services.week_links.permission import require_may_link
from bot.services.weeks.post_edits import LEAST_APART, refresh_digest, refresh_post
from bot.services.weeks.refusals import NoSuchWeekError
from bot.storage.week_links import rows as link_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.core.week_links.link import LinkAddition
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

UNPOSTED = {WeekState.PLANNED, WeekState.SKIPPED}
OFFERED = 25


@dataclass(frozen=True, slots=True)
class LinkedWeek:
    """A week with its links. `change` is what the last addition did."""

    club: Club
    week: Week
    links: Sequence[WeekLink]
    change: LinkAddition | None = None


class WeekLinkService:
    """Each change is checked anew: who asks, and what is there by now."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def weeks_of(self, viewer: Viewer, club: Club) -> list[Week]:
        """The club's latest posted weeks that the viewer may see, newest first."""
        async with self._database.read_transaction() as connection:
            posted = await week_rows.posted_weeks(connection, club.id)
        return [week for week in posted if viewer.may_see(club, week)][:OFFERED]

    async def week_meant(self, viewer: Viewer, club: Club, channel_ids: Collection[int], week_id: int | None) -> Week:
        """The club's week with this id, or else the one of this thread, or else the newest posted one.

        Raises NoSuchWeekError and NoWeekToLinkError.
        """
        async with self._database.read_transaction() as connection:
            if week_id is not None:
                return (await _found(connection, viewer, week_id, club))[1]
            here = await week_rows.week_of_thread(connection, club.id, channel_ids)
            if here and viewer.may_see(club, here):
                return here
            posted = await week_rows.posted_weeks(connection, club.id)
        week = next((week for week in posted if viewer.may_see(club, week)), None)
        if week is None:
            raise NoWeekToLinkError
        return week

    async def add(
        self, viewer: Viewer, week_id: int, typed: str, what: str | None, *, with_password: bool = False
    ) -> LinkedWeek:
        """Store the link. The same address again only gives it a new name.

        Raises ClubError if the address, the name or the member is refused, or if there are too many, and
        LinkWithPasscodeError unless a new link may be shown `with_password`.
        """
        url, name = web_address(typed), name_of(what) if what is not None else None
        secret = () if with_password else passcodes_in(url)
        adding = partial(_add, viewer=viewer, week_id=week_id, url=url, name=name, now=self._now(), secret=secret)
        return await self._database.grouped(adding)

    async def remove(self, viewer: Viewer, week_id: int, link_id: int) -> LinkedWeek:
        """Remove the link; doing it again changes nothing. Raises ClubError."""
        return await self._database.grouped(
            partial(_remove, viewer=viewer, week_id=week_id, link_id=link_id, now=self._now())
        )


async def _add(
    connection: AsyncConnection,
    *,
    viewer: Viewer,
    week_id: int,
    url: str,
    name: str | None,
    now: datetime,
    secret: Sequence[str],
) -> LinkedWeek:
    found = await _changeable(connection, viewer, week_id)
    change = added(found.links, url, name)
    if change.is_new and secret:
        raise LinkWithPasscodeError(tuple(map(Code, secret)))
    if change.is_new:
        await link_rows.add_link(connection, week_id, change.link, now)
    elif change.is_renamed:
        await link_rows.rename_link(connection, change.link)
    else:
        return replace(found, change=change)
    return replace(await _shown(connection, found, now), change=change)


async def _remove(
    connection: AsyncConnection, *, viewer: Viewer, week_id: int, link_id: int, now: datetime
) -> LinkedWeek:
    found = await _changeable(connection, viewer, week_id)
    if not await link_rows.remove_link(connection, week_id, link_id):
        return found
    return await _shown(connection, found, now)


async def _shown(connection: AsyncConnection, found: LinkedWeek, now: datetime) -> LinkedWeek:
    """The week after a change, which its post and its digest show."""
    await refresh_post(connection, found.club, found.week, now, least_apart=LEAST_APART)
    await refresh_digest(connection, found.club, found.week, now, least_apart=LEAST_APART)
    return replace(found, links=await link_rows.links_of_week(connection, found.week.id))


async def _changeable(connection: AsyncConnection, viewer: Viewer, week_id: int) -> LinkedWeek:
    club, week = await _found(connection, viewer, week_id)
    await require_may_link(connection, viewer, club, week)
    # Two who add at once must not exceed the limit, nor add the same address twice.
    await link_rows.lock_links(connection, week.id)
    return LinkedWeek(club, week, await link_rows.links_of_week(connection, week.id))


async def _found(
    connection: AsyncConnection, viewer: Viewer, week_id: int, club: Club | None = None
) -> tuple[Club, Week]:
    found = await seen_week(connection, viewer, week_id)
    if found is None and club is not None and not viewer.organizes(club):
        # Whatever week was meant, it is not theirs to change.
        raise LinksNotYoursError
    is_here = found is not None and found[0].server_id == viewer.server_id and found[0].id == (club or found[0]).id
    if found is None or not is_here or found[1].state in UNPOSTED:
        raise NoSuchWeekError
    return found
