"""Hosts: members volunteer, accept and decline, and organizers assign them. Each change is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.hosts.answers import SessionBeganError, accepted, assigned, declined, volunteered, with_answer
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.hosts.roles import RoleTaken, require_free
from bot.core.hosts.rotation import MOST_MISSED, AnswerState, Take, next_move
from bot.services.clubs.refusals import ClubClosedError, ClubGoneError
from bot.services.hosts.messages import tell_member
from bot.services.hosts.reading import session_seen
from bot.services.hosts.sessions import (
    hidden_members,
    hostings_of,
    leavers_of,
    roster_of,
    session_at,
    session_on,
    sessions_ahead,
    store,
)
from bot.services.hosts.views import SessionView, Volunteered
from bot.services.visibility import seen_club
from bot.services.weeks.post_edits import LEAST_APART, refresh_post
from bot.services.weeks.refusals import NoWeekPlannedError
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.hosts.rows import WillingMember
from bot.storage.members import leavers as leaver_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.hosts.roles import Role
    from bot.core.hosts.rotation import HostedSession, Hosting
    from bot.core.visibility import Viewer
    from bot.services.hosts.sessions import ClubSession
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

# Whoever wants to be asked no more says no to these. What they host stays theirs, also while they can't see the club.
STOPPED = {AnswerState.ASKED, AnswerState.OFFERED, AnswerState.HIDDEN, AnswerState.HIDDEN_OFFER}


@dataclass(frozen=True, slots=True)
class _Press:
    """A member changes something in a club that they may see. `sessions` are those ahead of it."""

    connection: AsyncConnection
    club: Club
    user_id: int
    now: datetime
    sessions: list[ClubSession]


class HostService:
    """A viewer can only do something in clubs that they see. Each method raises ClubError."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def host_of(self, club: Club, day: date) -> int | None:
        """Who hosts the session of that slot, for the bot's own work."""
        async with self._database.read_transaction() as connection:
            return await cast_rows.host_of(connection, club.id, day)

    async def take_turns(self, viewer: Viewer, club_id: int, channel_id: int | None) -> Volunteered:
        """The member takes turns hosting from now on. `channel_id` are their direct messages, if they are known."""
        return await self._database.grouped(partial(self._take_turns, viewer=viewer, club_id=club_id, to=channel_id))

    async def _take_turns(
        self, connection: AsyncConnection, viewer: Viewer, club_id: int, to: int | None
    ) -> Volunteered:
        press = await self._begun(connection, viewer, club_id)
        known = {one.member_id: one for one in await host_rows.willing_in(connection, club_id)}.get(press.user_id)
        roster = await roster_of(connection, press.club, press.sessions, frozenset())
        is_silent = any(one.member_id == press.user_id and one.missed >= MOST_MISSED for one in roster)
        # Whoever was left out for not answering starts anew. Anybody else keeps their place.
        since = known.since if known and not is_silent else press.now
        await host_rows.save_willing(connection, club_id, WillingMember(press.user_id, since), to)
        await host_rows.look_at(connection, club_id, press.now)
        return Volunteered(press.club, known is None or is_silent)

    async def offer(self, viewer: Viewer, club_id: int, day: date, channel_id: int | None) -> SessionView:
        """The member would host this session. They do at once, unless somebody goes before them."""
        return await self._database.grouped(
            partial(self._offer, viewer=viewer, club_id=club_id, day=day, to=channel_id)
        )

    async def _offer(
        self, connection: AsyncConnection, viewer: Viewer, club_id: int, day: date, to: int | None
    ) -> SessionView:
        press = await self._begun(connection, viewer, club_id)
        one = await _meant(press, day)
        club, hostings = press.club, await hostings_of(connection, press.club, press.sessions)
        after = await _taken(press, volunteered(one.session, press.user_id, hostings, press.now), hostings)
        await store(connection, club, one, after, press.now)
        await host_rows.note_channel(connection, club_id, one.day, press.user_id, to)
        await host_rows.look_at(connection, club_id, press.now)
        return await session_seen(connection, club, one.after(after), press.user_id)

    async def accept(self, viewer: Viewer, club_id: int, day: date) -> SessionView:
        """The member was asked, and says yes."""
        return await self._database.grouped(partial(self._answer, viewer=viewer, club_id=club_id, day=day, is_yes=True))

    async def decline(self, viewer: Viewer, club_id: int, day: date) -> SessionView:
        """The member was asked, offered or hosts, and says no."""
        return await self._database.grouped(
            partial(self._answer, viewer=viewer, club_id=club_id, day=day, is_yes=False)
        )

    async def _answer(
        self, connection: AsyncConnection, viewer: Viewer, club_id: int, day: date, *, is_yes: bool
    ) -> SessionView:
        press = await self._begun(connection, viewer, club_id)
        one = await _meant(press, day)
        if is_yes:
            hostings = await hostings_of(connection, press.club, press.sessions)
            # A late yes is an offer. Its answer says what becomes of it.
            after = await _taken(press, accepted(one.session, press.user_id, hostings, press.now), hostings)
        else:
            after = declined(one.session, press.user_id, press.now)
        await store(connection, press.club, one, after, press.now)
        await host_rows.look_sooner(connection, club_id, press.now)
        return await session_seen(connection, press.club, one.after(after), press.user_id)

    async def stop(self, viewer: Viewer, club_id: int) -> bool:
        """The member is asked no more: what they were asked goes to others. What they host stays theirs.

        Returns whether they were willing.
        """

        async def stopped(connection: AsyncConnection) -> bool:
            press = await self._begun(connection, viewer, club_id, is_closed_ok=True)
            for one in press.sessions:
                answer = one.session.answer_of(press.user_id)
                if answer and answer.state in STOPPED:
                    after = declined(one.session, press.user_id, press.now)
                    await store(connection, press.club, one, after, press.now)
            await host_rows.look_sooner(connection, club_id, press.now)
            return await host_rows.delete_willing(connection, press.club.id, press.user_id)

        return await self._database.grouped(stopped)

    async def assign(self, viewer: Viewer, club_id: int, member_id: int, day: date | None = None) -> SessionView:
        """An organizer makes a member of the server the host: of the next session without one, unless they choose
        another.
        """
        # Chosen before the change, which may be made again if nobody knows whether it was stored.
        chosen = day or await self._next_without_host(viewer, club_id)
        return await self._database.grouped(
            partial(self._assign, viewer=viewer, club_id=club_id, member_id=member_id, day=chosen)
        )

    async def _next_without_host(self, viewer: Viewer, club_id: int) -> date:
        async with self._database.read_transaction() as connection:
            club = await seen_club(connection, viewer, club_id)
            if club is None:
                raise ClubGoneError
            sessions = await sessions_ahead(connection, club, self._now())
            if club.state is ClubState.PAUSED and all(one.host for one in sessions):
                raise NoWeekPlannedError
            return session_on(sessions, None).day

    async def _assign(
        self, connection: AsyncConnection, viewer: Viewer, club_id: int, member_id: int, day: date
    ) -> SessionView:
        press = await self._begun(connection, viewer, club_id)
        if not viewer.organizes(press.club):
            raise ClubGoneError
        # They may have left before, and come back.
        await leaver_rows.forget_leavers(connection, press.club.server_id, [member_id])
        one = await _meant(press, day)
        after, is_told = assigned(one.session, member_id, press.now), True
        if after != one.session:
            await store(connection, press.club, one, after, press.now)
            if member_id != press.user_id:
                details = HostDetails.about(HostNews.ASSIGNED, one.day, member_id)
                is_told = await tell_member(connection, press.club, details, press.now)
            await host_rows.look_at(connection, club_id, press.now)
        seen = await session_seen(connection, press.club, one.after(after))
        return replace(seen, is_untold=not is_told)

    async def take_role(self, viewer: Viewer, club_id: int, day: date, role: Role | None) -> SessionView:
        """The member takes a role in the session, or gives theirs back."""
        return await self._database.grouped(
            partial(self._take_role, viewer=viewer, club_id=club_id, day=day, role=role)
        )

    async def _take_role(
        self, connection: AsyncConnection, viewer: Viewer, club_id: int, day: date, role: Role | None
    ) -> SessionView:
        press = await self._begun(connection, viewer, club_id)
        one = await _meant(press, day)
        before = await cast_rows.cast_of(connection, club_id, one.day)
        if role is None:
            await cast_rows.delete_roles(connection, club_id, one.day, [press.user_id])
        else:
            gone = await leavers_of(connection, press.club)
            require_free(role, [taken for taken in before.roles if taken.member_id not in gone], press.user_id)
            left = [taken.member_id for taken in before.roles if taken.member_id in gone and taken.role is role]
            await cast_rows.delete_roles(connection, club_id, one.day, left)
            await cast_rows.save_role(connection, club_id, one.day, RoleTaken(press.user_id, role), press.now)
        seen = await session_seen(connection, press.club, one, press.user_id)
        if one.week and seen.cast != before:
            await refresh_post(connection, press.club, one.week, press.now, least_apart=LEAST_APART)
        return seen

    async def _begun(
        self, connection: AsyncConnection, viewer: Viewer, club_id: int, *, is_closed_ok: bool = False
    ) -> _Press:
        """What a member's change begins with. Until the transaction ends, no other changes the club's hosts."""
        now = self._now()
        await sign_up_rows.lock_club(connection, club_id)
        club = await seen_club(connection, viewer, club_id)
        if club is None:
            raise ClubGoneError
        if club.state is ClubState.CLOSED and not is_closed_ok:
            raise ClubClosedError
        await leaver_rows.forget_leavers(connection, club.server_id, [viewer.user_id])
        sessions = [] if club.state is ClubState.CLOSED else await sessions_ahead(connection, club, now)
        return _Press(connection, club, viewer.user_id, now, sessions)


async def _taken(press: _Press, session: HostedSession, hostings: list[Hosting]) -> HostedSession:
    """Return the session after a member's yes: they host it at once, unless somebody goes before them."""
    gone = await leavers_of(press.connection, press.club) | hidden_members(press.club, press.sessions)
    roster = await roster_of(press.connection, press.club, press.sessions, gone - {press.user_id})
    move = next_move(session, roster, hostings, press.now)
    if isinstance(move, Take) and move.member_id == press.user_id:
        return with_answer(session, press.user_id, AnswerState.HOSTS, press.now)
    return session


async def _meant(press: _Press, day: date) -> ClubSession:
    """The session on that day, or the one of its period, if it was moved since a message about it was sent."""
    if any(one.day == day for one in press.sessions):
        return session_on(press.sessions, day)
    past = await session_at(press.connection, press.club, day)
    # A session that was skipped is not ahead either, and may never begin.
    if past.session.starts_at <= press.now and (past.week or past.session.answer_of(press.user_id)):
        raise SessionBeganError(past.session.starts_at)
    period_of = press.club.timetable.period_of
    moved = next((one.day for one in press.sessions if period_of(one.day) == period_of(day)), None)
    if moved is None and press.club.state is ClubState.PAUSED:
        raise NoWeekPlannedError
    return session_on(press.sessions, moved or day)
