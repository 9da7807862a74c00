"""Look at one club with hosts: free what leavers had, ask whoever is next, and send the host's card.

Part of a caller's transaction. What was asked is stored together with its message, so each member is asked once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_at
from bot.core.clubs.club import ClubState
from bot.core.hosts.answers import with_answer, without_leavers
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.hosts.rotation import AnswerState, Ask, Hosting, NotYet, Take, Wait, next_move
from bot.core.hosts.timing import CARD_AHEAD
from bot.services.hosts.aligning import align_sessions
from bot.services.hosts.messages import tell_member
from bot.services.hosts.reading import quotable
from bot.services.hosts.sessions import (
    hostings_of,
    leavers_of,
    out_of_sight,
    roster_of,
    sessions_ahead,
    store,
)
from bot.services.weeks.post_edits import refresh_post
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.hosts.rotation import Move, Willing
    from bot.services.hosts.sessions import ClubSession
    from bot.storage.connections import AsyncConnection

# Whatever else changes, such as a club's slot, is noticed this soon.
LOOK_EVERY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Told:
    """The members of a server who would be asked or made a host.

    `left` are willing members who left the server and may be back. They count only if one of them would go first.
    """

    server_id: int
    members: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()


@dataclass
class _Look:
    """What decides the next steps of the club's sessions. Whoever becomes a host counts at once."""

    connection: AsyncConnection
    club: Club
    now: datetime
    roster: list[Willing]
    hostings: list[Hosting]

    def move(self, one: ClubSession, asked_elsewhere: Collection[int] = ()) -> Move:
        return next_move(one.session, self.roster, self.hostings, self.now, asked_elsewhere)

    async def next_step(self, one: ClubSession, asked_elsewhere: Collection[int]) -> ClubSession:
        """Return the session after its next step. Nobody is asked for two sessions at a time."""
        match self.move(one, asked_elsewhere):
            case Ask(member_id) if member_id not in asked_elsewhere and not self._is_on_break(one):
                state, news = AnswerState.ASKED, HostNews.ASKED
            case Take(member_id):
                state, news = AnswerState.HOSTS, HostNews.TAKEN
                self.hostings.append(Hosting(member_id, self.now))
            case _:
                return one
        after = one.after(with_answer(one.session, member_id, state, self.now))
        await store(self.connection, self.club, one, after.session, self.now)
        await tell_member(self.connection, self.club, HostDetails.about(news, one.day, member_id), self.now)
        return after

    def _is_on_break(self, one: ClubSession) -> bool:
        """Whether nobody is asked now. For a session that takes place inside the break, somebody is."""
        breaks, zone = self.club.breaks, self.club.settings.slot.zone
        return bool(break_at(self.now, breaks, zone)) and not break_at(one.session.starts_at, breaks, zone)

    def moments(self, one: ClubSession) -> list[datetime]:
        """When something may happen in the session by itself."""
        moments = [one.session.starts_at]
        if one.meeting is not None:
            moments.append(one.session.starts_at - CARD_AHEAD)
        match self.move(one):
            case Wait(until=until):
                moments.append(until)
            case NotYet(opens_at):
                moments.append(opens_at)
        return moments


async def look(connection: AsyncConnection, club_id: int, now: datetime) -> None:
    """Take the steps that are due in the club's sessions, and note when to look again."""
    # Members answer meanwhile, perhaps in another process.
    await sign_up_rows.lock_club(connection, club_id)
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or club.state is ClubState.CLOSED:
        await host_rows.end_hosting(connection, club_id)
        return
    await align_sessions(connection, club, now)
    sessions, gone = await sessions_ahead(connection, club, now), await leavers_of(connection, club)
    sessions = [await _without_leavers(connection, club, one, gone, now) for one in sessions]
    roster = await roster_of(connection, club, sessions, gone | out_of_sight(club, sessions))
    looked = _Look(connection, club, now, roster, await hostings_of(connection, club, sessions))
    again = now + LOOK_EVERY
    for number, one in enumerate(sessions):
        sessions[number] = await looked.next_step(one, _asked_elsewhere(sessions, one, now))
        await _send_card(connection, club, sessions[number], now)
        again = min([again, *(at for at in looked.moments(sessions[number]) if at > now)])
    await host_rows.look_at(connection, club.id, again)


async def would_be_told(connection: AsyncConnection, club_id: int, now: datetime) -> Told:
    """The members who would be asked or made a host now: are they still there?"""
    club = await club_rows.club_by_id(connection, club_id)
    if club is None:
        return Told(0)
    sessions, gone = await sessions_ahead(connection, club, now), await leavers_of(connection, club)
    sessions = [one.after(without_leavers(one.session, gone)) for one in sessions]
    hostings, hidden = await hostings_of(connection, club, sessions), out_of_sight(club, sessions)

    async def next_ones(gone: frozenset[int]) -> frozenset[int]:
        roster, told = await roster_of(connection, club, sessions, gone | hidden), set[int]()
        for one in sessions:
            move = next_move(one.session, roster, hostings, now, _asked_elsewhere(sessions, one, now) | told)
            if isinstance(move, Ask | Take):
                told.add(move.member_id)
        return frozenset(told)

    members = await next_ones(gone)
    if not gone & await next_ones(frozenset()):
        return Told(club.server_id, members)
    willing = await host_rows.willing_in(connection, club.id)
    return Told(club.server_id, members, gone.intersection(one.member_id for one in willing))


async def _without_leavers(
    connection: AsyncConnection, club: Club, one: ClubSession, gone: Collection[int], now: datetime
) -> ClubSession:
    after = one.after(without_leavers(one.session, gone))
    await store(connection, club, one, after.session, now)
    if gone and await cast_rows.delete_roles(connection, club.id, one.day, gone) and one.week:
        await refresh_post(connection, club, one.week, now)
    return after


async def _send_card(connection: AsyncConnection, club: Club, one: ClubSession, now: datetime) -> None:
    """An hour before the meeting, the host gets their card; whoever becomes the host later gets it then."""
    if one.meeting is None or one.host is None or not one.session.starts_at - CARD_AHEAD <= now < one.session.starts_at:
        return
    if not await host_rows.has_card(connection, club.id, one.day, one.host):
        await host_rows.note_card(connection, club.id, one.day, one.host)
        card = replace(HostDetails.about(HostNews.CARD, one.day, one.host), named=await _authors(connection, club, one))
        await tell_member(connection, club, card, now)


async def _authors(connection: AsyncConnection, club: Club, one: ClubSession) -> list[int]:
    """Whose words the card may quote."""
    if one.week is None:
        return []
    logs, takeaways = await quotable(connection, club, one.week)
    return sorted({*(log.author_id for log in logs), *(takeaway.author_id for takeaway in takeaways)})


def _asked_elsewhere(sessions: Sequence[ClubSession], one: ClubSession, now: datetime) -> set[int]:
    return {member for other in sessions if other is not one for member in _pending(other, now)}


def _pending(one: ClubSession, now: datetime) -> list[int]:
    """Who was asked to host the session, and may still accept."""
    if one.host is not None:
        return []
    asked = (answer for answer in one.session.answers if answer.state is AnswerState.ASKED)
    return [answer.member_id for answer in asked if now < one.session.until(answer)]
