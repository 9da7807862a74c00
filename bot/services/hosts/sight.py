"""Hosts who may no longer see their club: Discord doesn't say, so the bot asks regularly, as it does about leavers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bot.core.clubs.club import ClubState
from bot.core.hosts.answers import as_seen
from bot.core.shards.sharding import ALL_SHARDS
from bot.core.visibility import Access, Membership, Viewer
from bot.services.hosts.sessions import sessions_ahead, store
from bot.services.members.leavers import HOSTED_WITHIN, LONG_AGO, PATIENCE_S, ROUND_EVERY
from bot.services.weeks.post_edits import refresh_post
from bot.services.weeks.ticks import Fault
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.hosts.sight import members_by_club
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.shards.sharding import Shards
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

# Returns the memberships of those of the users (second argument) who are found in the server (first argument).
AskMemberships: TypeAlias = Callable[[int, Collection[int]], Awaitable[Mapping[int, Membership]]]

# Asking whom to ask about costs a query: do it this often, and for at most this many servers at a time.
LOOK_APART, SERVERS_A_ROUND = timedelta(minutes=1), 20


async def nobody_found(_server_id: int, _user_ids: Collection[int]) -> dict[int, Membership]:
    """Used while nobody can be asked."""
    return {}


class HostSight:
    """Asks outside of transactions. Nobody is told: who lost sight of a club may know nothing more about it."""

    def __init__(self, database: Database, now: Callable[[], datetime], shards: Shards = ALL_SHARDS) -> None:
        self._database = database
        self._now = now
        self._shards = shards
        self._memberships: AskMemberships = nobody_found
        self._asked_at: dict[int, datetime] = {}
        self._looked_at = LONG_AGO

    def ask_with(self, memberships: AskMemberships) -> None:
        self._memberships = memberships
        self._asked_at.clear()
        self._looked_at = LONG_AGO

    async def go_round(self) -> tuple[Fault, ...]:
        """Ask about those with a part in sessions ahead, for some servers: those about which we asked longest ago.

        A fault of one server or club delays no other.
        """
        now = self._now()
        if abs(now - self._looked_at) < LOOK_APART:
            return ()
        self._looked_at = now
        async with self._database.read_transaction() as connection:
            members = await members_by_club(connection, (now - HOSTED_WITHIN).date(), self._shards)
        self._asked_at = {server_id: at for server_id, at in self._asked_at.items() if server_id in members}
        due = [one for one in members if abs(now - self._asked_at.get(one, LONG_AGO)) >= ROUND_EVERY]
        due = sorted(due, key=lambda one: self._asked_at.get(one, LONG_AGO))[:SERVERS_A_ROUND]
        self._asked_at |= dict.fromkeys(due, now)
        asked = [self._ask(one, sorted(frozenset().union(*members[one].values()))) for one in due]
        # All at the same time, since the tick waits for it.
        found = dict(zip(due, await asyncio.gather(*asked, return_exceptions=True), strict=True))
        faults = [Fault("server", one, error) for one, error in found.items() if isinstance(error, Exception)]
        viewers = {
            club_id: _viewers(one, users, there)
            for one, there in found.items()
            if isinstance(there, Mapping) and there
            for club_id, users in members[one].items()
        }
        learned = (self._learn(club_id, seen, now) for club_id, seen in viewers.items())
        results = zip(viewers, await asyncio.gather(*learned, return_exceptions=True), strict=True)
        return (*faults, *(Fault("club", club_id, error) for club_id, error in results if isinstance(error, Exception)))

    async def _ask(self, server_id: int, users: Collection[int]) -> Mapping[int, Membership]:
        """Nobody if Discord doesn't answer in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                return await self._memberships(server_id, users)
        return {}

    async def _learn(self, club_id: int, viewers: Collection[Viewer], asked_at: datetime) -> None:
        note = partial(self._note, club_id=club_id, viewers=viewers, asked_at=asked_at)
        async with self._database.read_transaction() as connection:
            is_news = await note(connection, stores=False)
        if is_news:
            await self._database.grouped(partial(note, stores=True))

    async def _note(
        self,
        connection: AsyncConnection,
        club_id: int,
        viewers: Collection[Viewer],
        asked_at: datetime,
        *,
        stores: bool,
    ) -> bool:
        """Free what hidden members had in the club's sessions, or only return whether there is anything to change.

        Whoever has answered since we asked saw the club then, whatever Discord said before.
        """
        if stores:
            await sign_up_rows.lock_club(connection, club_id)
        now, club = self._now(), await club_rows.club_by_id(connection, club_id)
        if club is None or club.state is ClubState.CLOSED or any(_is_gone(club, one) for one in viewers):
            return False
        is_news, roster = False, {one.member_id for one in await host_rows.willing_in(connection, club_id)}
        for one in await sessions_ahead(connection, club, now):
            hidden = {viewer.user_id for viewer in viewers if not viewer.may_see(club, one.week)}
            seen = {viewer.user_id for viewer in viewers} - hidden
            hidden -= {answer.member_id for answer in one.session.answers if answer.at > asked_at}
            after = as_seen(one.session, hidden, seen, roster, now)
            roles = (await cast_rows.cast_of(connection, club_id, one.day)).roles
            lost = {taken.member_id for taken in roles} & hidden
            is_news = is_news or after != one.session or bool(lost)
            if stores:
                await store(connection, club, one, after, now)
                if lost and await cast_rows.delete_roles(connection, club_id, one.day, lost) and one.week:
                    await refresh_post(connection, club, one.week, now)
        if stores and is_news:
            await host_rows.look_sooner(connection, club_id, now)
        return is_news


def _viewers(server_id: int, users: Collection[int], there: Mapping[int, Membership]) -> list[Viewer]:
    return [Viewer(user, server_id, {server_id: there[user]}) for user in sorted(users) if user in there]


def _is_gone(club: Club, viewer: Viewer) -> bool:
    """Whether nobody can see the club, because its channel was deleted: that says nothing about a member."""
    return viewer.memberships[club.server_id].access_to(club.settings.channel_id) is Access.GONE
