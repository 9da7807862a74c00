"""What members read about hosts: the next sessions, their own, the host's card, and messages when they are sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.errors import NotNowError
from bot.core.hosts.agenda import USUAL_MINUTES
from bot.core.hosts.answers import is_current
from bot.core.hosts.details import HostDetails, HostNews
from bot.core.hosts.roles import NOBODY
from bot.core.hosts.rotation import AnswerState
from bot.core.syllabus.syllabus import GOES_ON, each_named, in_slots
from bot.core.weeks.week import upcoming_papers
from bot.services.clubs.refusals import ClubGoneError
from bot.services.hosts.reading import quotable, sessions_seen
from bot.services.hosts.sessions import leavers_of, session_at, sessions_ahead
from bot.services.hosts.views import HostCard, HostMessage, Overview, view_of
from bot.services.visibility import seen_club
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import parts as part_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.visibility import Viewer
    from bot.services.hosts.sessions import ClubSession
    from bot.services.hosts.views import SessionView
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

SHOWN, PAST_SHOWN = 6, 5


@dataclass(eq=False)
class NotTheHostError(NotNowError):
    """Somebody else hosts the session, or nobody."""


class HostPages:
    """A viewer only reads of clubs that they see."""

    def __init__(self, database: Database, catalogs: Catalogs, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogs = catalogs
        self._now = now

    async def server_of(self, club_id: int) -> int | None:
        """The club's server, to ask Discord about the member who pressed something in a direct message."""
        async with self._database.read_transaction() as connection:
            club = await club_rows.club_by_id(connection, club_id)
            return club.server_id if club else None

    async def sessions(self, viewer: Viewer, club: Club) -> list[SessionView]:
        """The sessions ahead, with the member's own answer. Raises ClubError."""
        async with self._database.read_transaction() as connection:
            club = await _seen(connection, viewer, club.id)
            views = await self._views(connection, club, await sessions_ahead(connection, club, self._now()), viewer)
            return [view for view in views if view.paper_key != GOES_ON]

    async def session_day(self, club: Club, day: date) -> date:
        """The day of the session that is meant: without meetings, a paper of several periods has only one session."""
        if club.settings.meeting:
            return day
        async with self._database.read_transaction() as connection:
            row = await part_rows.slot_row(connection, club.id, day)
            week = await part_rows.week_read_in(connection, row) if row else None
            if week is not None:
                return week.slot
            keys = await self._papers_ahead(connection, club)
        begins = [one for one in keys if one <= day and keys[one] != GOES_ON]
        return begins[-1] if keys.get(day) == GOES_ON and begins else day

    async def with_paper(self, seen: SessionView) -> SessionView:
        """The session with the paper that would be read as of now, if it has no week yet."""
        if seen.paper_key:
            return seen
        async with self._database.read_transaction() as connection:
            keys = await self._papers_ahead(connection, seen.club)
        return replace(seen, paper_key=keys.get(seen.day) or None)

    async def overview(self, viewer: Viewer, club: Club) -> Overview:
        """The content of `/host list`. Raises ClubError."""
        async with self._database.read_transaction() as connection:
            club = await _seen(connection, viewer, club.id)
            ahead = await sessions_ahead(connection, club, self._now(), SHOWN)
            gone = await leavers_of(connection, club)
            willing = [one.member_id for one in await host_rows.willing_in(connection, club.id)]
            willing = [member for member in willing if member not in gone]
            first = ahead[0].day if ahead else self._now().date()
            past = await host_rows.past_hostings(connection, club.id, first, PAST_SHOWN)
            past = [one for one in past if one.member_id not in gone]
            views = await self._views(connection, club, ahead, viewer)
        is_willing, is_organizer = viewer.user_id in willing, viewer.organizes(club)
        asked = {one.day: member for one in ahead if (member := _asked(one, self._now()))}
        views = [view for view in views if view.paper_key != GOES_ON]
        page = Overview(club, views, past, is_willing, len(willing))
        return replace(page, willing=willing, asked=asked) if is_organizer else page

    async def card(self, viewer: Viewer, club_id: int, day: date) -> HostCard:
        """The private card of the session's host. Raises ClubError for anybody else."""
        async with self._database.read_transaction() as connection:
            club = await _seen(connection, viewer, club_id)
            one = await session_at(connection, club, day)
            if one.host != viewer.user_id:
                raise NotTheHostError
            return await self._card(connection, viewer, club, one)

    async def message(self, entry: Entry) -> HostMessage | None:
        """What an entry says now; None if there is nothing left to say."""
        details, now = HostDetails.of(entry), self._now()
        async with self._database.read_transaction() as connection:
            club = await club_rows.club_by_id(connection, entry.club_id)
            if club is None or not details.member or details.member in await leavers_of(connection, club):
                return None
            news = HostNews(details.news)
            if news is HostNews.OFF:
                return await self._off(connection, club, details)
            one = await session_at(connection, club, details.day)
            if not is_current(one.session, news, details.member, now):
                return None
            seen = await self._view(connection, club, one, details.member)
            return HostMessage(news, details.member, club, one.week, seen)

    async def _off(self, connection: AsyncConnection, club: Club, details: HostDetails) -> HostMessage | None:
        """That the member's session is off; None if it takes place after all, or the club is closed."""
        ahead = await sessions_ahead(connection, club, self._now())
        if club.state is ClubState.CLOSED or any(one.day == details.day for one in ahead):
            return None
        one = await session_at(connection, club, details.day)
        return HostMessage(HostNews.OFF, details.member, club, None, view_of(club, one, NOBODY))

    async def _card(self, connection: AsyncConnection, viewer: Viewer, club: Club, one: ClubSession) -> HostCard:
        seen = await self._view(connection, club, one, viewer)
        plan = club.settings.meeting
        card = HostCard(seen, plan.minutes if plan else USUAL_MINUTES)
        if one.week is None or not viewer.may_see(club, one.week):
            return card
        logs, takeaways = await quotable(connection, club, one.week)
        return replace(card, logs=logs, takeaways=takeaways)

    async def _view(
        self, connection: AsyncConnection, club: Club, one: ClubSession, viewer: Viewer | int
    ) -> SessionView:
        (seen,) = await self._views(connection, club, [one], viewer)
        return replace(seen, paper_key=seen.paper_key or None)

    async def _views(
        self, connection: AsyncConnection, club: Club, sessions: Sequence[ClubSession], viewer: Viewer | int
    ) -> list[SessionView]:
        """The sessions with the papers that would be read as of now.

        `GOES_ON` in the further slots of a paper in a club without meetings: they are no sessions.
        """
        member = viewer if isinstance(viewer, int) else viewer.user_id
        keys = await self._papers_ahead(connection, club) if any(one.week is None for one in sessions) else {}
        seen = await sessions_seen(connection, club, sessions, member)
        return [one if one.paper_key else replace(one, paper_key=keys.get(one.day)) for one in seen]

    async def _papers_ahead(self, connection: AsyncConnection, club: Club) -> dict[date, str]:
        ahead = await sessions_ahead(connection, club, self._now(), SHOWN)
        days = [one.day for one in ahead if one.week is None]
        if vote := await poll_rows.open_poll_of(connection, club.id):
            # It decides one of them; the others read what they would read without it.
            voted_on = next((day for day in days if club.timetable.instant_on(day) >= vote.closes_at), None)
            days = [day for day in days if day != voted_on]
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        catalog = await self._catalogs.of(connection, club.server_id)
        keys = [key for key, _ in upcoming_papers(queue, read, catalog, len(days))]
        slots = in_slots(keys, await syllabus_rows.periods_of(connection, club.id))
        if club.settings.meeting:
            slots = each_named(slots)
        return dict(zip(days, slots, strict=False))


async def _seen(connection: AsyncConnection, viewer: Viewer, club_id: int) -> Club:
    club = await seen_club(connection, viewer, club_id)
    if club is None:
        raise ClubGoneError
    return club


def _asked(one: ClubSession, now: datetime) -> int | None:
    """Who was asked to host the session, and may still accept."""
    if one.host is not None:
        return None
    asked = (answer for answer in one.session.answers if answer.state is AnswerState.ASKED)
    return next((answer.member_id for answer in asked if now < one.session.until(answer)), None)
